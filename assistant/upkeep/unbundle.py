"""In: a bundle (bundle.py). Out: .venv with its packages and the index, without a network: make install.

Needs nothing but Python itself: it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zlib
from pathlib import Path, PurePosixPath

from assistant.errors import BundleError
from corpus.commandline import run

FORMAT = 1
LISTING = "bundle.json"
CHECKOUT, WHEELS, MODEL, INDEX = "bulletin-assistant", "wheels", "model", "index"
PINS = "pins.txt"
ROOT = Path(__file__).parents[2]
_USAGE = "usage: make install BUNDLE=FILE"


def install(bundle: Path, root: Path, index: Path) -> None:
    """Install the bundle into the checkout at `root`. Raises BundleError; a bad bundle changes nothing.

    An index that is there already stays.
    """
    scratch = root / "var" / ".bundle"
    try:
        shutil.rmtree(scratch, ignore_errors=True)
        _unpack(bundle, scratch)
        _same_version(bundle, scratch, root)
        packages(scratch / WHEELS, root)
        if (scratch / MODEL).is_dir():
            shutil.copytree(scratch / MODEL, root / "var" / MODEL, dirs_exist_ok=True)
            print(f"the embedding model is in {root / 'var' / MODEL}: set [index] embedding_model to it")
        if (scratch / INDEX).is_dir() and not (index / "CURRENT").exists():
            shutil.copytree(scratch / INDEX, index, dirs_exist_ok=True)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or getattr(error, "strerror", None) or error
        raise BundleError(f"{bundle} was not installed: {said}; mend that, then run make install again") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def packages(wheels: Path, root: Path) -> None:
    """A new .venv with exactly these wheels; marked as installed only when all of them are."""
    venv = root / ".venv"
    (venv / ".installed").unlink(missing_ok=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True, capture_output=True, text=True)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    offline = ["--no-index", "--no-deps", "--find-links", str(wheels), "-r", str(wheels / PINS)]
    subprocess.run([*pip, *offline], check=True, capture_output=True, text=True)
    (venv / ".installed").touch()


def _unpack(bundle: Path, folder: Path) -> None:
    """Every file but the checkout's, each compared with its checksum; raises before anything else is touched."""
    sums: dict[str, str] = {}
    try:
        with tarfile.open(bundle, mode="r:gz") as archive:
            listing = None
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                path = PurePosixPath(member.name)
                if content is None or path.is_absolute() or ".." in path.parts:
                    raise BundleError(f"{bundle} holds {member.name}, which is no file of a bundle; make another")
                if member.name == LISTING:
                    listing = json.loads(content.read())
                    continue
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as file:
                    shutil.copyfileobj(content, file, 1 << 20)
                with target.open("rb") as file:
                    sums[member.name] = hashlib.file_digest(file, "sha256").hexdigest()
        if listing is None or listing["format"] != FORMAT:
            raise BundleError(f"{bundle} is no bundle of this version, or cut short; copy it again, or make another")
    except (OSError, EOFError, zlib.error, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise BundleError(f"{bundle} cannot be read ({error}); copy it again, or make another") from error
    if wrong := sorted(name for name in listing["sums"] | sums if listing["sums"].get(name) != sums.get(name)):
        raise BundleError(f"{bundle} is damaged: {wrong[0]} is not as it was; copy it again, or make another")
    here = (".".join(map(str, sys.version_info[:2])), f"{platform.system()} {platform.machine()}")
    if (listing["python"], listing["machine"]) != here:
        raise BundleError(
            f"{bundle} is for Python {listing['python']} on {listing['machine']}, this is {here[0]} on {here[1]}; name "
            "another with make install PYTHON=… BUNDLE=…, or make a bundle on such a machine"
        )


def _same_version(bundle: Path, scratch: Path, root: Path) -> None:
    """The packages fit the checkout they were bundled with: their versions are its own."""
    ours, theirs = root / "pyproject.toml", scratch / CHECKOUT / "pyproject.toml"
    if ours.read_bytes() != theirs.read_bytes():
        raise BundleError(
            f"{bundle} is of another version than this checkout; use its own: tar xzf {bundle} {CHECKOUT}, then there "
            "make install"
        )


def _index_folder(settings: Path) -> str:
    """Where the settings want the index; they are checked later, by the program that is being installed."""
    try:
        return str(tomllib.loads(settings.read_text(encoding="utf-8"))["index"]["folder"])
    except (OSError, ValueError, KeyError, TypeError):
        return "var/index"


def main() -> int:
    """Install the bundle that the one argument names, into this checkout."""
    if len(sys.argv) != 2 or not sys.argv[1]:
        print(_USAGE, file=sys.stderr)
        return 2
    install(Path(sys.argv[1]), ROOT, ROOT / _index_folder(ROOT / "settings.toml"))
    print(f"installed {sys.argv[1]} into {ROOT / '.venv'}")
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
