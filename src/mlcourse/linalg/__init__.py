"""Linear algebra, written out.

Chapter 10: ``vectors`` (dot product, angle, projection), ``maps`` of the plane, ``named_maps``,
``slides`` that turn a picture.
Chapter 11: ``gram_schmidt``, ``vector_spaces`` (span, independence, basis), ``coordinates`` and
``whitening``.  Chapter 12: ``elimination`` (LU), ``householder`` (QR), ``plane_eigen`` and
``power_iteration`` (one eigenvector), ``symmetric_eigen`` and ``schur`` (all eigenvalues by the QR
algorithm), ``svd``, ``low_rank``, ``recommend``; ``solve`` puts the factorizations to work and
``conditioning`` says how far to trust the answer, on the matrices of ``gallery``.
"""
