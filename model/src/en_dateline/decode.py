"""From scores to structures: one tree a sentence, and names that begin and end properly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def is_tree(heads: Ints) -> bool:
    """Whether each word reaches the root, and only one hangs on it.

    ``heads`` holds, for word i (from 0), the number of its head counted from 1; 0 is the root.
    """
    if np.count_nonzero(heads == 0) != 1:
        return False
    above = np.concatenate([np.zeros(1, dtype=np.int64), heads])
    for _ in range(max(1, len(heads).bit_length())):
        above = above[above]
    return not above.any()


def best_tree(scores: Scores) -> Ints:
    """Heads of the best tree with a single root.

    ``scores`` is (n, n + 1): row = word, column 0 = root, column j = word j (from 1). The
    greedy choice is the answer wherever it is a tree; else Chu-Liu-Edmonds (McDonald et al.
    2005), with the root given to the word that gains most from it.
    """
    n = len(scores)
    scores = scores.copy()
    scores[np.arange(n), np.arange(1, n + 1)] = -1e9
    heads: Ints = scores.argmax(1)
    if is_tree(heads):
        return heads
    gain = scores[:, 0] - scores[:, 1:].max(1) if n > 1 else scores[:, 0]
    root = int(gain.argmax())
    scores[:, 0] = -1e9
    scores[root] = -1e9
    scores[root, 0] = 0.0
    full = np.full((n + 1, n + 1), -1e9)
    full[1:] = scores
    return _edmonds(full)[1:]


def best_trees(scores: Scores, sentence: Ints) -> Ints:
    """Heads of all sentences of a window, as word numbers of the window from 1; 0 is the root.

    ``scores`` is (n, n + 1) over the window, ``sentence`` the number of each word's sentence,
    from 0. The greedy choice stands in every sentence where it is a tree.
    """
    n = len(scores)
    open_to = np.ones((n, n + 1), dtype=bool)
    np.equal(sentence[:, None], sentence, out=open_to[:, 1:])
    open_to[np.arange(n), np.arange(1, n + 1)] = False
    heads: Ints = np.where(open_to, scores, -1e9).argmax(1)
    roots = np.bincount(sentence[heads == 0], minlength=int(sentence[-1]) + 1)
    above = np.concatenate([np.zeros(1, dtype=np.int64), heads])
    for _ in range(max(1, n.bit_length())):
        above = above[above]
    wrong = roots != 1
    wrong[sentence[above[1:] != 0]] = True  # words of a cycle, and below one
    for number in np.flatnonzero(wrong):
        words = np.flatnonzero(sentence == number)
        first, end = int(words[0]), int(words[-1]) + 1
        columns = np.concatenate([[0], np.arange(first + 1, end + 1)])
        tree = best_tree(scores[first:end][:, columns])
        heads[first:end] = np.where(tree == 0, 0, tree + first)
    return heads


def _edmonds(scores: npt.NDArray[np.float64]) -> Ints:
    """Maximum spanning arborescence of node 0; ``scores[dependent, head]``; no recursion on n=1."""
    n = len(scores)
    heads: Ints = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    outer = np.flatnonzero(~inside)
    # The cycle becomes one node, the last of the smaller graph.
    small = np.full((len(outer) + 1, len(outer) + 1), -1e9)
    small[:-1, :-1] = scores[np.ix_(outer, outer)]
    from_cycle = scores[np.ix_(outer, np.asarray(cycle))]
    small[:-1, -1] = from_cycle.max(1)
    kept = scores[cycle, heads[cycle]]
    entering = scores[np.ix_(np.asarray(cycle), outer)] - kept[:, None]
    small[-1, :-1] = entering.max(0)
    below = _edmonds(small)
    result = heads.copy()
    for i, node in enumerate(outer):
        if node == 0:
            continue
        head = below[i]
        result[node] = cycle[int(from_cycle[i].argmax())] if head == len(outer) else outer[head]
    head = int(below[-1])
    broken = cycle[int(entering[:, head].argmax())]
    result[broken] = outer[head]
    return result


def _cycle(heads: Ints) -> list[int] | None:
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return None


class Bilou:
    """Which tags may follow which, and the best sequence that keeps to it."""

    def __init__(self, tags: list[str]) -> None:
        self.tags = tags
        opens = [t[0] in "BI" for t in tags]
        self.labels = [t[2:] for t in tags]
        self.begins = np.array([t[0] in "BU" for t in tags])
        allowed = np.zeros((len(tags), len(tags)), dtype=bool)
        for i, before in enumerate(tags):
            for j, after in enumerate(tags):
                goes_on = after[0] in "IL" and after[2:] == before[2:]
                allowed[i, j] = goes_on if opens[i] else after[0] in "OBU"
        self.allowed = allowed
        self.may_start = np.array([t[0] in "OBU" for t in tags])
        self.may_end = np.array([not o for o in opens])
        self._cost = np.where(allowed, 0.0, -1e9)

    def valid(self, path: Ints) -> bool:
        """Whether a sequence of tags is a proper one."""
        return bool(
            self.may_start[path[0]]
            and self.may_end[path[-1]]
            and self.allowed[path[:-1], path[1:]].all()
        )

    def best_all(self, scores: Scores, sentence: Ints) -> Ints:
        """The best proper sequence of each sentence of a window; see ``best_trees``."""
        path: Ints = scores.argmax(1)
        bounds = np.flatnonzero(np.diff(sentence, prepend=-1, append=sentence[-1] + 1))
        first, last = bounds[:-1], bounds[1:] - 1
        wrong = ~(self.may_start[path[first]] & self.may_end[path[last]])
        follows = self.allowed[path[:-1], path[1:]] | (sentence[:-1] != sentence[1:])
        wrong[sentence[:-1][~follows]] = True
        for number in np.flatnonzero(wrong):
            a, b = bounds[number], bounds[number + 1]
            path[a:b] = self.best(scores[a:b])
        return path

    def best(self, scores: Scores) -> Ints:
        """The best proper sequence for (n, tags) scores: greedy where that is proper."""
        path: Ints = scores.argmax(1)
        if len(path) == 0 or self.valid(path):
            return path
        n = len(scores)
        total = np.where(self.may_start, scores[0], -1e9).astype(np.float64)
        back = np.zeros((n, len(self.tags)), dtype=np.int64)
        for i in range(1, n):
            step = total[:, None] + self._cost
            back[i] = step.argmax(0)
            total = step.max(0) + scores[i]
        path = np.zeros(n, dtype=np.int64)
        path[-1] = int(np.where(self.may_end, total, -1e9).argmax())
        for i in range(n - 1, 0, -1):
            path[i - 1] = back[i, path[i]]
        return path
