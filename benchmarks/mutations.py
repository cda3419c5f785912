"""The small changes that benchmarks.mutants makes to code: ``<`` becomes ``<=``, a call is removed.

Docstrings, types, messages and logging are not changed, because no behaviour depends on them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

OPERATORS: dict[type[ast.AST], Any] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
UNTOUCHED = {"decorator_list", "annotation", "returns", "bases"}  # parts of definitions
WORDS = {"message", "hint", "__all__"}  # variables and arguments that people read
EQUIVALENT = {"strict", "slots", "frozen", "kw_only", "maxsize", "autojunk"}  # arguments without effect on correct code
SPEAKING = ("Problem", "Error", "report", "differ", "TypeVar", "getLogger")  # endings of functions that take a message


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change: the bytes from ``start`` to ``end`` of a file replaced by ``new``."""

    path: str
    line: int
    function: str
    start: int
    end: int
    old: str
    new: str
    lines: frozenset[int]  # a test of one of them runs the change; empty if it runs at import

    def __str__(self) -> str:
        """Return the location and the change on one line."""
        words = (" ".join(one.split()) for one in (self.old, self.new))
        old, new = (one if len(one) < 70 else f"{one[:67]}..." for one in words)
        return f"{self.path}:{self.line} in {self.function or 'the module'}: {old}  ->  {new}"


def mutants(path: str, source: bytes) -> Iterator[Mutant]:
    """Yield every change of a file, whose name is ``path``."""
    starts = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]

    def visit(node: ast.AST, function: str, lines: frozenset[int], *, running: bool) -> Iterator[Mutant]:
        if isinstance(node, ast.stmt) and running:  # running the head of an ``if`` need not run its body
            body: list[ast.stmt] = getattr(node, "body", [])
            last = body[0].lineno if body else (node.end_lineno or 0) + 1
            lines = frozenset(range(node.lineno, max(last, node.lineno + 1)))
        for part, new in variants(node):
            start, end = starts[part.lineno - 1] + part.col_offset, starts[part.end_lineno - 1] + part.end_col_offset
            old = source[start:end].decode()
            yield Mutant(
                path=path, line=part.lineno, function=function, start=start, end=end, old=old, new=new, lines=lines
            )
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            function = f"{function}.{node.name}".lstrip(".")
        for name, value in ast.iter_fields(node):
            within = running or (name == "body" and isinstance(node, ast.FunctionDef))
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and name not in UNTOUCHED and not without_effect(child):
                    yield from visit(child, function, lines, running=within)

    return visit(ast.parse(source), "", frozenset(), running=False)


def without_effect(node: ast.AST) -> bool:
    """Return whether a node is only for readers or the type checker."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom() | ast.Assert() | ast.JoinedStr():
            return True
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.keyword(arg=str(name)):
            return name in WORDS | EQUIVALENT
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name.endswith(SPEAKING)
    return False


def variants(node: ast.AST) -> Iterator[tuple[Any, str]]:
    """Yield each part of a node that can be replaced, with its replacement."""
    match node:
        case ast.Compare(left=left, ops=[op, *others], comparators=right) if type(op) in OPERATORS:
            yield node, f"({ast.unparse(ast.Compare(left, [OPERATORS[type(op)](), *others], right))})"
        case ast.BoolOp(op=op, values=values):
            yield node, f"({ast.unparse(ast.BoolOp(OPERATORS[type(op)](), values))})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            yield node, f"({ast.unparse(ast.BinOp(left, OPERATORS[type(op)](), right))})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, f"({ast.unparse(operand)})"
        case ast.Constant(value=bool(value)):
            yield node, str(not value)
        case ast.Constant(value=int(number) | float(number)):
            yield from ((node, str(number + 1)), (node, str(number - 1)))
        case ast.Constant(value=str(text)) if text:
            yield node, '""'
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) | ast.comprehension(ifs=[test, *_]):
            yield test, f"(not ({ast.unparse(test)}))"
        case ast.Continue() | ast.Break():
            yield node, "break" if isinstance(node, ast.Continue) else "continue"
        case ast.Return(value=ast.expr() as result) if ast.unparse(result) != "None":
            yield node, "return None"
        case ast.Expr(value=ast.Call()) | ast.Delete() | ast.AugAssign() | ast.Raise():
            yield node, "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield node, "pass"
