package org.tabularium.app.models;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tabularium.network.onnx.ModelFiles;
import org.tabularium.network.onnx.ModelFiles.ModelFile;

@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

  /** What this build ships. */
  @Bean
  ModelFile shippedModel() {
    return ModelFiles.shipped();
  }
}
