package org.tabularium.app.models;

import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.onnx.RefusedNetwork;

/** How an ONNX file that is refused is told; the detail names node, operator and shape. */
public final class RefusedNetworks {

  private RefusedNetworks() {}

  /** 422, and the reason as a word for programs. */
  public static Problem problem(RefusedNetwork refused) {
    String reason = refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Problem(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "network-" + reason,
            String.valueOf(refused.getMessage()))
        .with("reason", reason)
        .causedBy(refused);
  }
}
