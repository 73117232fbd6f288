"""The figures of chapter 02, one module each.

``from mlcourse.explorers import bayesian_inference as figures``, then ``figures.metropolis()``.
"""

from mlcourse.explorers.bayesian_inference._base_rate import base_rate
from mlcourse.explorers.bayesian_inference._beta_bernoulli import beta_bernoulli
from mlcourse.explorers.bayesian_inference._five_state_chain import five_state_chain
from mlcourse.explorers.bayesian_inference._metropolis import metropolis
from mlcourse.explorers.bayesian_inference._samplers import samplers

__all__ = ["base_rate", "beta_bernoulli", "five_state_chain", "metropolis", "samplers"]
