package brokenhouse.tabularium.app.explain;

import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OrtEnvironment;

class KnowsEngines {
  Shape shape = new Shape(1);
  String version = OrtEnvironment.getEnvironment().getVersion();
}
