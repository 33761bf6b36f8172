"""Downloads the packages of requirements.lock (pip) and packages.lock.json (npm) into a cache folder, verifies their
hashes and unpacks each into CACHE/x. Usage: fetch.py [CACHE]"""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from common import DEFAULT_CACHE, HERE, unpacked


def download_wheels(cache):
    folder = cache / "wheels"
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes",
                    "--only-binary=:all:", "--python-version", "3.12", "-d", folder, "-r", HERE / "requirements.lock"], check=True)
    return sorted(folder.glob("*.whl"))


def download_tarballs(cache):
    folder = cache / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for package in json.loads((HERE / "packages.lock.json").read_text(encoding="utf-8")):
        path = folder / f"{package['name']}-{package['version']}.tgz"
        if not path.exists():
            subprocess.run(["npm", "pack", "--silent", f"{package['name']}@{package['version']}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
        if integrity != package["integrity"]:
            raise SystemExit(f"{path}: expected {package['integrity']}, found {integrity}; delete it and look at packages.lock.json")
        found.append(path)
    return found


def main(cache):
    cache = Path(cache)
    cache.mkdir(parents=True, exist_ok=True)
    for wheel in download_wheels(cache):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(unpacked(cache) / wheel.name.split("-")[0])
    for tarball in download_tarballs(cache):
        with tarfile.open(tarball) as archive:
            archive.extractall(unpacked(cache) / tarball.stem, filter="data")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_CACHE)
