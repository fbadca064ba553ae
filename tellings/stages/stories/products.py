"""Products: two matrices of vectors in, the pairs of rows that are similar out."""

import numpy as np
import scipy.sparse

from tellings.stages.stories.settings import THOUSAND, Ints

SCALE = 4096  # length of an article's vector: dot products stay below 2**28, so 32-bit integers add up exactly


def dot_products(left: scipy.sparse.csr_matrix, right: scipy.sparse.csr_matrix, floor: int) -> tuple[Ints, Ints, Ints]:
    """Rows of left, rows of right and dot products (in thousandths) of at least `floor`."""
    product = left @ right.T
    least = -(-floor * SCALE * SCALE // THOUSAND)  # compared before it is rounded: most products are below it
    keep = np.flatnonzero(product.data >= least)
    rows = np.searchsorted(product.indptr, keep, side="right") - 1
    similarity = product.data[keep].astype(np.int64) * THOUSAND // (SCALE * SCALE)
    return rows.astype(np.int64), product.indices[keep].astype(np.int64), similarity
