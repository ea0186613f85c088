"""RFC 9162, section 2.1, against a direct reading of its definition."""

import time
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongquan.signing.merkle import EMPTY_ROOT, Tree, leaf_hash, path, root, root_from_path

ODD_AND_EVEN = range(258)


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(count)]


def root_by_definition(hashes: list[bytes]) -> bytes:
    """MTH of the RFC: split at the largest power of two smaller than the size."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    left, right = root_by_definition(hashes[:split]), root_by_definition(hashes[split:])
    return sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("count", ODD_AND_EVEN)
def test_the_root_is_that_of_the_definition(count: int) -> None:
    assert root(leaves(count)) == Tree(leaves(count)).root == root_by_definition(leaves(count))


@pytest.mark.parametrize("count", [*range(1, 40), 64, 65, 127, 128, 129, 255, 256, 257])
def test_each_leaf_has_a_path_to_the_root(count: int) -> None:
    hashes = leaves(count)
    tree = Tree(hashes)
    for index, leaf in enumerate(hashes):
        assert root_from_path(leaf, index, count, tree.path(index)) == tree.root


def test_the_empty_tree_has_a_root_and_no_paths() -> None:
    assert root([]) == EMPTY_ROOT
    assert root_from_path(leaf_hash(b""), 0, 0, []) is None
    with pytest.raises(IndexError):
        path([], 0)


def test_a_known_tree() -> None:
    """Seven leaves of the certificate transparency test vectors."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    hashes = [leaf_hash(bytes.fromhex(text)) for text in inputs]
    assert root(hashes).hex() == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"


@given(count=st.integers(1, 257), data=st.data())
def test_a_changed_proof_proves_nothing(count: int, data: st.DataObject) -> None:
    hashes = leaves(count)
    index = data.draw(st.integers(0, count - 1))
    good, top = path(hashes, index), root(hashes)
    change = data.draw(st.sampled_from(["drop", "add", "swap", "bit", "index", "leaf"]))
    leaf, proof, place = hashes[index], list(good), index
    if change == "drop":
        proof = proof[:-1]
    elif change == "add":
        proof.append(data.draw(st.binary(min_size=32, max_size=32)))
    elif change == "swap":
        proof.reverse()
    elif change == "bit" and proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        proof[at] = bytes([proof[at][0] ^ (1 << data.draw(st.integers(0, 7)))]) + proof[at][1:]
    elif change == "index":
        place = data.draw(st.integers(-2, count + 2))
    else:
        leaf = leaf_hash(b"another")
    if (leaf, proof, place) != (hashes[index], good, index):
        assert root_from_path(leaf, place, count, proof) != top


@given(count=st.integers(2, 257))
def test_an_inner_node_is_no_leaf(count: int) -> None:
    hashes = leaves(count)
    node = sha256(b"\x01" + hashes[0] + hashes[1]).digest()
    assert root_from_path(node, 0, count, path(hashes, 0)[1:]) != root(hashes)
    assert leaf_hash(hashes[0] + hashes[1]) != node


def test_short_hashes_are_refused() -> None:
    hashes = leaves(4)
    proof = path(hashes, 1)
    assert root_from_path(hashes[1], 1, 4, [proof[0][:31], proof[1]]) is None
    assert root_from_path(hashes[1][:31], 1, 4, proof) is None


def test_a_filing_of_25000_lines_takes_no_noticeable_time() -> None:
    hashes = leaves(25_000)
    begun = time.process_time()
    tree = Tree(hashes)
    for index in range(25_000):
        tree.path(index)
    assert time.process_time() - begun < 1.0
