"""Makes every fixture again: `python tools/reference/run_all.py`, or only some: `... run_all.py hog metrics`."""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
NOT_A_FAMILY = {"run_all", "fixture"}


def main() -> None:
    families = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_A_FAMILY)
    wanted = sys.argv[1:] or families
    unknown = sorted(set(wanted) - set(families))
    if unknown:
        raise SystemExit(f"no such family: {', '.join(unknown)}; there are {', '.join(families)}")
    for family in wanted:
        print(f"== {family}", flush=True)
        subprocess.run([sys.executable, HERE / f"{family}.py"], check=True)


if __name__ == "__main__":
    main()
