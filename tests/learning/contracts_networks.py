"""Bad input of networks, their training and attention."""

import numpy as np
from hypothesis import strategies as st

from mlcourse.calculus.autodiff import Tensor
from mlcourse.learning.attention import scaled_dot_product_attention
from mlcourse.learning.initialisation import initial_weights
from mlcourse.learning.losses import cross_entropy_loss, squared_error_loss
from mlcourse.learning.network import initial_network, network_outputs
from mlcourse.learning.signal_flow import signal_flow
from mlcourse.learning.training import train_network
from tests.contract import Contract, bad

not_networks = bad.one_of(None, "network", 3, [np.eye(2)])
not_outputs = bad.one_of(None, np.zeros((2, 2)), Tensor(1.0), Tensor([1.0, 2.0]))
not_labels = bad.vector | bad.one_of([0, 2], [-1, 0], [0.5, 1], [0, 1, 1])

NETWORK = initial_network([2, 3, 2], rng=1)

CONTRACTS = [
    Contract(
        call=initial_weights,
        good={"n_in": 3, "n_out": 2, "scheme": "he", "scale": 1.0, "rng": 1},
        refuses={
            "n_in": bad.count(1),
            "n_out": bad.count(1),
            "scheme": bad.choice,
            "scale": bad.non_negative,
            "rng": bad.rng,
        },
    ),
    Contract(
        call=initial_network,
        good={"sizes": [2, 3], "activation": "tanh", "scheme": "he", "scale": 1.0, "rng": 1},
        refuses={
            "sizes": bad.one_of(None, 3, [3], [], [2, 0], [2, -1, 3], [2, 1.5], "23", [2, None]),
            "activation": bad.choice,
            "scheme": bad.choice,
            "scale": bad.non_negative,
            "rng": bad.rng,
        },
    ),
    Contract(
        call=network_outputs,
        good={"network": NETWORK, "features": [[1.0, 2.0]]},
        refuses={"network": not_networks, "features": bad.matrix | st.just(np.ones((2, 3)))},
    ),
    Contract(
        call=cross_entropy_loss,
        good={"outputs": Tensor(np.zeros((2, 2))), "labels": [0, 1]},
        refuses={"outputs": not_outputs, "labels": not_labels},
    ),
    Contract(
        call=squared_error_loss,
        good={"outputs": Tensor(np.zeros((2, 2))), "targets": np.ones((2, 2))},
        refuses={"outputs": not_outputs, "targets": bad.matrix | st.just(np.ones((2, 3)))},
    ),
    Contract(
        call=train_network,
        good={
            "network": NETWORK,
            "features": [[0.0, 1.0], [1.0, 0.0]],
            "targets": [0, 1],
            "loss": "cross_entropy",
            "optimizer": "sgd",
            "step_size": 0.1,
            "batch_size": 1,
            "n_epochs": 1,
            "rng": 1,
        },
        refuses={
            "network": not_networks,
            "features": bad.matrix | st.just(np.ones((2, 3))),
            "targets": not_labels,
            "loss": bad.choice,
            "optimizer": bad.choice,
            "step_size": bad.positive,
            "batch_size": bad.count(1) | st.integers(min_value=3),
            "n_epochs": bad.count(0),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=signal_flow,
        good={
            "depth": 2,
            "width": 3,
            "activation": "tanh",
            "scheme": "he",
            "scale": 1.0,
            "n_samples": 4,
            "rng": 1,
        },
        refuses={
            "depth": bad.count(1),
            "width": bad.count(1),
            "activation": bad.choice,
            "scheme": bad.choice,
            "scale": bad.non_negative,
            "n_samples": bad.count(1),
            "rng": bad.rng,
        },
    ),
    Contract(
        call=scaled_dot_product_attention,
        good={
            "query": np.eye(2),
            "key": np.eye(2),
            "value": np.ones((2, 3)),
            "temperature": 1.0,
            "causal": False,
        },
        refuses={
            "query": bad.matrix,
            "key": bad.matrix | st.just(np.ones((2, 3))),
            "value": bad.matrix | st.just(np.ones((3, 3))),
            "temperature": bad.positive,
            "causal": bad.boolean,
        },
    ),
]
