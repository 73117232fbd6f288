"""Small real data sets, shipped with the package: nothing is downloaded.

``tables`` holds measurements with a number to predict (Old Faithful for chapters 00 and 05,
diabetes for 08) or a class (penguins, iris, breast cancer for 03, 05, 07 and 11); ``longley``
the regression whose certified answers test a least-squares program (05); ``images`` the
handwritten digits and a photograph (05, 12); ``ratings`` what people say of themselves (12);
``cities`` the tour of chapter 09; ``text`` the letters that chapter 14 learns from.  Where each
came from is in ``README.md``.
"""
