"""Events: ``lexicon`` (which word, with what around it, is which act), ``heads``, ``fillers`` and
``frames`` (who and what fills its roles), ``status`` and ``attribution`` (did it happen, who says
so), ``coding`` (code arithmetic), ``acts`` (a trigger with its governors), ``accusations`` and
``stance`` (acts done by saying), ``setting`` and ``amounts`` (when, where, how much),
``confidence``, ``distinct``, ``component``. Beside them ``notes``, ``explain`` and ``check``: why a
row is as it is, and whether the lexicon contradicts itself."""
