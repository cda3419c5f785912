"""Puts the files for new shelves into the wheel, copied from where this repository uses them."""

import shutil
import tomllib
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent


def shared_files() -> list[str]:
    """Return the files that pyproject.toml lists, and those in the folders that it lists, relative to the root."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["reading-shelf"]
    named = [path for name in listed["skeleton"] for path in (ROOT / name, *(ROOT / name).rglob("*"))]
    found = {path.relative_to(ROOT).as_posix() for path in named if path.is_file() and "__pycache__" not in path.parts}
    return sorted(found - set(listed["skeleton-without"]))


class BuildWithSkeleton(build_py):
    """Copies the files to generator/skeleton/; an editable install uses the originals (see generator/starter)."""

    def run(self) -> None:
        """Build the package, then copy the files."""
        super().run()
        if not self.editable_mode:
            shutil.rmtree(self._skeleton, ignore_errors=True)  # build/ may hold older copies
            for name in shared_files():
                (self._skeleton / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, self._skeleton / name)

    def get_source_files(self) -> list[str]:
        """Return what a source distribution needs."""
        return [*super().get_source_files(), *shared_files()]

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:  # noqa: FBT001, FBT002, setuptools' own signature
        """Return what a build writes."""
        return [*super().get_outputs(include_bytecode), *(str(self._skeleton / name) for name in shared_files())]

    @property
    def _skeleton(self) -> Path:
        return Path(self.build_lib, "generator", "skeleton")


setup(cmdclass={"build_py": BuildWithSkeleton})
