"""Make the bundled embedding model and matcher from plain text and question pairs.

Run ``python -m index.training --data DIR --out index/model``. Nothing else in ``index`` imports
this package; its extra libraries are the optional dependencies ``training``.
"""

__all__: list[str] = []
