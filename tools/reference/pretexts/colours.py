"""Colours as scikit-image, SciPy and scikit-learn see them."""

import warnings

import numpy as np
from scipy.spatial import ConvexHull, Delaunay
from skimage.color import lab2rgb, rgb2lab
from sklearn.neighbors import NearestNeighbors

from fixture import given, rounded, write


def colours_on_grid():
    """Corners of the cells of the grid of 10 that the convex hull of sRGB's colours touches, by points every 0.25."""
    v = np.linspace(0, 1, 52)
    i, j = np.meshgrid(v, v)
    faces = [np.stack(face, -1) for end in (0.0, 1.0) for e in [np.full_like(i, end)] for face in ((e, i, j), (i, e, j), (i, j, e))]
    ab = np.concatenate([rgb2lab(face).reshape(-1, 3)[:, 1:] for face in faces])
    hull = Delaunay(ab[ConvexHull(ab).vertices])
    a, b = np.meshgrid(np.arange(-125, 125, 0.25), np.arange(-125, 125, 0.25))
    points = np.stack([a.ravel(), b.ravel()], 1)
    cells = np.floor(points[hull.find_simplex(points) >= 0] / 10).astype(int)
    corners = {(10 * (x + dx), 10 * (y + dy)) for x, y in map(tuple, np.unique(cells, axis=0)) for dx in (0, 1) for dy in (0, 1)}
    return sorted(corners)


def nn_encode(points, centres, neighbours=5, sigma=5.0):
    """As `NNEncode.encode_points_mtx_nd` of the authors' caffe_traininglayers.py, sparse."""
    distances, indices = NearestNeighbors(n_neighbors=neighbours, algorithm="ball_tree").fit(centres).kneighbors(points)
    share = np.exp(-(distances**2) / (2 * sigma**2))
    return indices, share / share.sum(1, keepdims=True)


def spread_mean(indices, share, bins):
    full = np.zeros((len(indices), bins))
    np.put_along_axis(full, indices, share, 1)
    return full, full.mean(0)


def rare_weights(prior, even=0.5):
    """As `PriorFactor` of the same file with alpha 1 and gamma `even`, the even distribution over all bins as in the paper."""
    factor = 1 / ((1 - even) * prior + even / len(prior))
    return factor / (prior * factor).sum()


def grey_of(rgb):
    """The grey of the same lightness: Lab with a = b = 0. scikit-image's white is not quite its own (1, 1, 1)."""
    linear = np.where(rgb > 0.04045, ((rgb + 0.055) / 1.055) ** 2.4, rgb / 12.92)
    y = linear @ np.array([0.212671, 0.715160, 0.072169])
    return np.where(y > 0.0031308, 1.055 * y ** (1 / 2.4) - 0.055, 12.92 * y)[..., None].clip(0, 1)


def colours():
    rng = np.random.default_rng(3)
    rgb = given(np.concatenate([rng.uniform(size=(20, 3)), [[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5], [1, 0, 0], [0, 0, 1], [0.01, 0.02, 0.03]]]))
    vivid = given(np.stack([rng.uniform(5, 95, 12), rng.uniform(-100, 100, 12), rng.uniform(-100, 100, 12)], 1))
    bins = np.array(colours_on_grid())
    assert len(bins) == 313
    points = given(rng.uniform([-80, -100], [95, 90], size=(24, 2)))
    nearest, share = nn_encode(points, bins)
    prior = given(rng.dirichlet(np.full(len(bins), 0.3)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown = lab2rgb(vivid)
    write("colour/fixtures/colour.json", {
        "rgb": rounded(rgb), "lab": rounded(rgb2lab(rgb)), "grey": rounded(grey_of(rgb)),
        "vivid": {"lab": rounded(vivid), "rgb": rounded(shown)},
        "bins": rounded(bins), "points": rounded(points), "nearest": rounded(nearest), "share": rounded(share),
        "distribution": rounded(spread_mean(nearest, share, len(bins))[1]),
        "prior": rounded(prior), "rareWeights": rounded(rare_weights(prior)),
    })
