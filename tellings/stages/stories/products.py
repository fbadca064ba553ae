"""Products: two matrices of vectors in, the pairs of rows that are similar out."""

import numpy as np
import scipy.sparse
from sparse_dot_topn import sp_matmul_topn

from tellings.stages.stories.settings import THOUSAND, Ints

SCALE = 4096  # length of an article's vector: dot products stay below 2**28, so 32-bit integers add up exactly


def turn(vectors: scipy.sparse.csr_matrix) -> scipy.sparse.csr_matrix:
    """The vectors as columns, to multiply others with."""
    return vectors.T.tocsr()


def dot_products(left: scipy.sparse.csr_matrix, turned: scipy.sparse.csr_matrix, floor: int) -> tuple[Ints, Ints, Ints]:
    """Rows of left, columns of turned and dot products (in thousandths) of at least `floor`, by row, then by column.

    Products below the floor, of which there are fifty times as many, are dropped row by row and fill no memory.
    """
    least = -(-floor * SCALE * SCALE // THOUSAND)  # compared before it is rounded
    every = max(1, turned.shape[1])
    product = sp_matmul_topn(left, turned, top_n=every, threshold=least - 1, sort=False)  # keeps what is strictly above
    product.sort_indices()
    rows = np.repeat(np.arange(product.shape[0], dtype=np.int64), np.diff(product.indptr))
    similarity = product.data.astype(np.int64) * THOUSAND // (SCALE * SCALE)
    return rows, product.indices.astype(np.int64), similarity
