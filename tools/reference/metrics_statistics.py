"""Fixtures of the statistics of comparison in libs/metrics/src/stats from SciPy, statsmodels and scikit-learn.

    python tools/reference/metrics_statistics.py

What neither of them has (DeLong, Tango's interval, the corrected resampled t test, Wilcoxon's interval, the exact power
of McNemar's test) is computed here straight from the definition: all pairs, all signs, all outcomes, a numerical
maximum. The versions used are written into the file.
"""

import itertools
import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy import optimize, special, stats
from sklearn import metrics
from statsmodels.stats import contingency_tables, multitest, power, proportion, weightstats

OUT = Path(__file__).resolve().parents[2] / "libs/metrics/src/stats/fixtures/statistics.json"
rng = np.random.default_rng(11)


def rounded(values, digits=4):
    return [float(value) for value in np.round(values, digits)]


def distributions():
    zs = [-12.0, -5.5, -1.96, -0.3, 0.0, 1e-4, 0.7, 2.5, 6.0, 9.5]
    ps = [1e-12, 1e-5, 0.01, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999]
    return {
        "normal": [{"z": z, "cdf": stats.norm.cdf(z), "tail": stats.norm.sf(z), "p": 2 * stats.norm.sf(abs(z))} for z in zs],
        "normalQuantile": [{"p": p, "z": stats.norm.ppf(p)} for p in ps],
        "gamma": [{"a": a, "x": x, "q": special.gammaincc(a, x)} for a in [0.5, 1, 3.2, 40] for x in [0, 1e-3, 0.9, 4, 55]],
        "betaQuantile": [
            {"p": p, "a": a, "b": b, "x": stats.beta.ppf(p, a, b)}
            for p in [0.025, 0.5, 0.975]
            for a, b in [(1, 50), (3, 8), (0.5, 0.5), (4999, 2), (400, 600)]
        ],
        "binomial": [
            {"k": k, "n": n, "p": p, "probability": stats.binom.pmf(k, n, p), "cdf": stats.binom.cdf(k, n, p)}
            for n, p in [(1, 0.5), (12, 0.5), (50, 0.9), (3000, 0.5), (5, 0.0), (5, 1.0)]
            for k in sorted({0, n // 3, n - 1, n})
        ],
        "noncentralT": [
            {"t": t, "df": df, "delta": delta, "cdf": stats.nct.cdf(t, df, delta)}
            for df in [2, 4.5, 18, 200]
            for delta in [-2.0, 0.0, 0.6, 3.0, 8.0]
            for t in [-1.0, 0.5, 2.2, 9.0]
        ],
    }


def rates():
    cases = [(0, 20), (1, 50), (4, 50), (5, 50), (45, 50), (46, 50), (50, 50), (120, 300), (4990, 5000)]
    rows = []
    for k, n in cases:
        for level in [0.95, 0.9]:
            wilson = proportion.proportion_confint(k, n, alpha=1 - level, method="wilson")
            exact = proportion.proportion_confint(k, n, alpha=1 - level, method="beta")
            rows.append({"k": k, "n": n, "level": level, "wilson": list(wilson), "clopperPearson": list(exact)})
    return rows


def tango(only_a, only_b, n, level=0.95):
    """Score interval with the nuisance parameter found by a numerical maximum of the trinomial likelihood."""
    both = n - only_a - only_b
    limit = stats.norm.ppf((1 + level) / 2)

    def restricted(difference):
        def loss(p_b):
            p_a = p_b + difference
            rest = 1 - p_a - p_b
            total = 0.0
            for count, p in [(only_a, p_a), (only_b, p_b), (both, rest)]:
                if count:
                    total -= count * np.log(max(p, 1e-300))
            return total

        low, high = max(0.0, -difference), (1 - difference) / 2
        return optimize.minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-14}).x

    def score(difference):
        variance = n * (2 * restricted(difference) + difference * (1 - difference))
        return (only_a - only_b - n * difference) / np.sqrt(max(variance, 1e-300))

    effect = (only_a - only_b) / n
    low = optimize.brentq(lambda d: score(d) - limit, -1 + 1e-9, effect - 1e-9, xtol=1e-13)
    high = optimize.brentq(lambda d: score(d) + limit, effect + 1e-9, 1 - 1e-9, xtol=1e-13)
    return {"low": low, "high": high}


def mcnemar():
    rows = []
    for only_a, only_b, n in [(7, 1, 21), (1, 7, 21), (12, 12, 60), (30, 14, 400), (5, 0, 50), (2, 3, 1000)]:
        table = [[0, only_a], [only_b, 0]]
        exact = contingency_tables.mcnemar(table, exact=True)
        # With equal counts the correction would overshoot zero; R leaves it out there.
        chi = contingency_tables.mcnemar(table, exact=False, correction=only_a != only_b)
        # All outcomes: those further from the middle count in full, those as far by half.
        outcomes = np.arange(only_a + only_b + 1)
        distance = np.abs(2 * outcomes - only_a - only_b)
        weights = (distance > abs(only_a - only_b)) + 0.5 * (distance == abs(only_a - only_b))
        mid = (stats.binom.pmf(outcomes, only_a + only_b, 0.5) * weights).sum()
        rows.append(
            {
                "onlyA": only_a,
                "onlyB": only_b,
                "n": n,
                "p": exact.pvalue,
                "midP": mid,
                "chiSquare": {"statistic": chi.statistic, "p": chi.pvalue},
                **tango(only_a, only_b, n),
            }
        )
    return rows


def holm():
    rows = []
    for values in [[0.01, 0.04, 0.03, 0.005], [0.2], [0.6, 0.7, 0.9], [1e-6, 0.049, 0.049, 0.5, 0.02]]:
        rows.append({"values": values, "adjusted": multitest.multipletests(values, method="holm")[1].tolist()})
    return rows


PAIRS = [
    ([0.81, 0.84, 0.79], [0.78, 0.80, 0.79]),
    (rounded(rng.normal(0.8, 0.02, 8)), rounded(rng.normal(0.78, 0.02, 8))),
    ([0.5, 0.6, 0.7, 0.8, 0.9], [0.51, 0.58, 0.71, 0.77, 0.93]),
    (rounded(rng.normal(0.7, 0.05, 20), 2), rounded(rng.normal(0.69, 0.05, 20), 2)),
]


def paired_t():
    rows = []
    for a, b in PAIRS:
        result = stats.ttest_rel(a, b)
        low, high = result.confidence_interval(0.95)
        rows.append({"a": a, "b": b, "t": result.statistic, "df": result.df, "p": result.pvalue, "low": low, "high": high})
    return rows


def signed_rank_interval(differences, level=0.95):
    """All signs: the largest cut whose tail stays within the error; then the Walsh averages that it leaves."""
    n = len(differences)
    sums = sorted(sum(rank for rank, sign in zip(range(1, n + 1), signs) if sign) for signs in itertools.product([0, 1], repeat=n))
    tail = (1 - level) / 2
    cut = 0
    while sum(value <= cut for value in sums) / len(sums) <= tail:
        cut += 1
    averages = sorted((differences[i] + differences[j]) / 2 for i in range(n) for j in range(i, n))
    if cut == 0:
        return {"low": None, "high": None}
    return {"low": averages[cut - 1], "high": averages[len(averages) - cut]}


def wilcoxon():
    rows = []
    samples = [
        *PAIRS[:3],
        (rounded(rng.normal(0.8, 0.03, 12)), rounded(rng.normal(0.77, 0.03, 12))),
        ([0.82, 0.8, 0.79, 0.85, 0.81, 0.84, 0.8], [0.8, 0.8, 0.78, 0.84, 0.8, 0.81, 0.81]),
        (rounded(rng.normal(0.8, 0.03, 60), 2), rounded(rng.normal(0.79, 0.03, 60), 2)),
    ]
    for a, b in samples:
        # Differences of decimals differ in their last bit: rounded, equal ones are ties on both sides.
        differences = np.array(rounded(np.array(a) - np.array(b), 6))
        a, b = differences.tolist(), [0.0] * len(differences)
        rows.append({"a": a, "b": b, "effect": float(np.median([(x + y) / 2 for i, x in enumerate(a) for y in a[i:]]))})
        auto = stats.wilcoxon(differences, zero_method="wilcox", correction=True, method="auto")
        rows[-1].update({"statistic": auto.statistic, "p": auto.pvalue})
        normal = stats.wilcoxon(differences, zero_method="wilcox", correction=True, method="approx")
        plain = stats.wilcoxon(differences, zero_method="wilcox", correction=False, method="approx")
        rows[-1].update({"normalP": normal.pvalue, "plainP": plain.pvalue})
        rows[-1]["interval"] = signed_rank_interval(a) if len(a) <= 14 else None
    return rows


def resampled_t():
    """Nadeau and Bengio 2003, equation 9, written out."""
    rows = []
    for folds, repetitions, train, test in [(5, 1, 80, 20), (10, 1, 900, 100), (5, 4, 160, 40)]:
        a = rounded(rng.normal(0.82, 0.02, folds * repetitions))
        b = rounded(rng.normal(0.80, 0.02, folds * repetitions))
        differences = [x - y for x, y in zip(a, b)]
        j = len(differences)
        centre = sum(differences) / j
        spread = sum((d - centre) ** 2 for d in differences) / (j - 1)
        error = (spread / j + spread * test / train) ** 0.5
        half = stats.t.ppf(0.975, j - 1) * error
        p = 2 * stats.t.sf(abs(centre / error), j - 1)
        rows.append({"a": a, "b": b, "train": train, "test": test, "t": centre / error, "df": j - 1, "p": p, "low": centre - half, "high": centre + half})
    return rows


def equivalence():
    rows = []
    for a, b, margin in [(PAIRS[1][0], PAIRS[1][1], 0.05), (PAIRS[1][0], PAIRS[1][1], 0.01), (PAIRS[0][0], PAIRS[0][1], 0.1)]:
        p, _, _ = weightstats.ttost_ind(np.array(a), np.array(b), -margin, margin, usevar="unequal")
        low, high = weightstats.CompareMeans.from_data(a, b).tconfint_diff(alpha=0.1, usevar="unequal")
        paired, _, _ = weightstats.ttost_paired(np.array(a), np.array(b), -margin, margin)
        paired_low, paired_high = weightstats.DescrStatsW(np.array(a) - np.array(b)).tconfint_mean(alpha=0.1)
        rows.append(
            {
                "a": a,
                "b": b,
                "margin": margin,
                "welch": {"p": p, "low": low, "high": high},
                "paired": {"p": paired, "low": paired_low, "high": paired_high},
            }
        )
    return rows


def mcnemar_power(n, discordant, difference):
    """Chance that McNemar's chi-square without correction rejects at 0.05, over all outcomes."""
    share = (discordant + difference) / 2 / discordant
    total = 0.0
    for apart in range(1, n + 1):
        k = np.arange(apart + 1)
        rejects = (2 * k - apart) ** 2 / apart > stats.chi2.ppf(0.95, 1)
        total += stats.binom.pmf(apart, n, discordant) * stats.binom.pmf(k[rejects], apart, share).sum()
    return total


def sizes():
    independent, paired = power.TTestIndPower(), power.TTestPower()
    rows = {"means": [], "pairs": [], "rates": [], "mcnemar": []}
    for difference, std, wanted in [(0.02, 0.01, 0.8), (0.01, 0.02, 0.8), (0.05, 0.02, 0.9), (-0.02, 0.03, 0.8)]:
        effect = abs(difference) / std
        given = {"difference": difference, "std": std, "power": wanted}
        for name, solver, count in [("means", independent, "nobs1"), ("pairs", paired, "nobs")]:
            n = int(np.ceil(solver.solve_power(effect_size=effect, alpha=0.05, power=wanted, alternative="two-sided")))
            reached = [solver.power(effect, m, 0.05, alternative="two-sided") for m in (3, 10)]
            rows[name].append({**given, "n": n, "powerAt": {"3": reached[0], "10": reached[1]}})
    for rate, difference, wanted in [(0.9, 0.05, 0.8), (0.5, -0.1, 0.9), (0.02, 0.03, 0.8)]:
        n = proportion.samplesize_proportions_2indep_onetail(difference, rate, wanted, alpha=0.05, alternative="two-sided")
        rows["rates"].append({"rate": rate, "difference": difference, "power": wanted, "n": int(np.ceil(n))})
    for discordant, difference in [(0.1, 0.05), (0.3, 0.1), (0.08, 0.04)]:
        # Connor 1987: the smallest n whose standardised difference reaches both quantiles.
        z = stats.norm.ppf([0.975, 0.8])
        n = 1
        while n**0.5 * difference < z[0] * discordant**0.5 + z[1] * (discordant - difference**2) ** 0.5:
            n += 1
        rows["mcnemar"].append({"discordant": discordant, "difference": difference, "n": n, "reached": mcnemar_power(n, discordant, difference)})
    return rows


def auroc(labels, scores):
    positive, negative = scores[labels == 1], scores[labels == 0]
    pairs = (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])
    return pairs.mean(), pairs.mean(1), pairs.mean(0)


def delong():
    """By the definition: the share of pairs that each picture wins, and the covariance of these shares."""
    rows = []
    for n, share, ties in [(30, 0.4, False), (60, 0.2, True), (200, 0.5, False)]:
        labels = (rng.random(n) < share).astype(int)
        labels[:3], labels[3:6] = 1, 0
        common = rng.normal(size=n) + 1.2 * labels
        a, b = common + 0.4 * rng.normal(size=n), common + 0.9 * rng.normal(size=n)
        digits = 1 if ties else 3
        a, b = np.round(a, digits), np.round(b, digits)
        (area_a, pa, na), (area_b, pb, nb) = auroc(labels, a), auroc(labels, b)
        covariance = np.cov(np.stack([pa, pb])) / len(pa) + np.cov(np.stack([na, nb])) / len(na)
        variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
        z = (area_a - area_b) / np.sqrt(variance)
        half = stats.norm.ppf(0.975) * np.sqrt(variance)
        logit = np.log(area_a / (1 - area_a))
        width = stats.norm.ppf(0.975) * np.sqrt(covariance[0, 0]) / (area_a * (1 - area_a))
        rows.append(
            {
                "labels": labels.tolist(),
                "a": a.tolist(),
                "b": b.tolist(),
                "areas": [area_a, area_b],
                "variance": covariance[0, 0],
                "logit": [special.expit(logit - width), special.expit(logit + width)],
                "z": z,
                "p": 2 * stats.norm.sf(abs(z)),
                "low": area_a - area_b - half,
                "high": area_a - area_b + half,
            }
        )
    return rows


def weighted():
    rows = []
    for digits in [1, 3]:
        labels = np.r_[1, 0, (rng.random(38) < 0.4).astype(int)]
        scores = np.round(rng.normal(size=40) + labels, digits)
        weights = rng.integers(0, 4, 40)
        weights[:2] = 1
        rows.append(
            {
                "labels": labels.tolist(),
                "scores": scores.tolist(),
                "weights": weights.tolist(),
                "auroc": metrics.roc_auc_score(labels, scores, sample_weight=weights),
                "ap": metrics.average_precision_score(labels, scores, sample_weight=weights),
                "ranks": stats.rankdata(scores).tolist(),
            }
        )
    return rows


def permutation():
    """SciPy's exact permutation test of paired samples, of the scores and of their ranks."""
    rows = []
    for n in [8, 10]:
        labels = np.array([1, 0] * (n // 2))
        a = np.round(rng.normal(size=n) + 1.5 * labels, 2)
        b = np.round(rng.normal(size=n) + 0.3 * labels, 2)
        row = {"labels": labels.tolist(), "a": a.tolist(), "b": b.tolist()}
        for figure, measure in [("auroc", metrics.roc_auc_score), ("ap", metrics.average_precision_score)]:
            for scale, left, right in [("score", a, b), ("rank", stats.rankdata(a), stats.rankdata(b))]:
                found = stats.permutation_test(
                    (left, right),
                    lambda x, y: measure(labels, x) - measure(labels, y),
                    permutation_type="samples",
                    n_resamples=np.inf,
                )
                row[f"{figure}/{scale}"] = {"effect": found.statistic, "p": found.pvalue}
        rows.append(row)
    return rows


def bootstrap():
    """SciPy's bootstrap with many rounds, and the BCa formula on given rounds."""
    values = rounded(rng.exponential(size=40))
    other = rounded(np.array(values) * 0.8 + rng.normal(0.1, 0.2, 40))
    result = {"values": values, "other": other}
    for method, key in [("percentile", "percentile"), ("BCa", "bca")]:
        found = stats.bootstrap((values,), np.mean, n_resamples=400_000, method=method, batch=10_000, rng=np.random.default_rng(1))
        result[key] = [found.confidence_interval.low, found.confidence_interval.high]
    paired = stats.bootstrap(
        (values, other),
        lambda x, y, axis=-1: np.mean(x, axis=axis) - np.mean(y, axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=400_000,
        method="percentile",
        batch=10_000,
        rng=np.random.default_rng(2),
    )
    result["paired"] = [paired.confidence_interval.low, paired.confidence_interval.high]

    rounds = rounded(rng.gamma(4, size=300))
    left_out = rounded(rng.gamma(2, size=25))
    estimate = 3.7
    bias = stats.norm.ppf((np.sum(np.array(rounds) < estimate) + np.sum(np.array(rounds) <= estimate)) / 2 / len(rounds))
    u = np.mean(left_out) - np.array(left_out)
    acceleration = np.sum(u**3) / (6 * np.sum(u**2) ** 1.5)
    places = [stats.norm.cdf(bias + (bias + z) / (1 - acceleration * (bias + z))) for z in stats.norm.ppf([0.025, 0.975])]
    low, high = np.quantile(rounds, places)
    result["formula"] = {"values": rounds, "leftOut": left_out, "estimate": estimate, "low": low, "high": high}
    return result


fixtures = {
    "versions": {
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "statsmodels": statsmodels.__version__,
    },
    **distributions(),
    "rates": rates(),
    "mcnemar": mcnemar(),
    "holm": holm(),
    "pairedT": paired_t(),
    "wilcoxon": wilcoxon(),
    "resampledT": resampled_t(),
    "equivalence": equivalence(),
    "sizes": sizes(),
    "delong": delong(),
    "weighted": weighted(),
    "permutation": permutation(),
    "bootstrap": bootstrap(),
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(fixtures, default=float, separators=(",", ":"), allow_nan=False) + "\n")
print(f"{OUT}: {OUT.stat().st_size} bytes")
