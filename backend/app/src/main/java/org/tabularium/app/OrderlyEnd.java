package org.tabularium.app;

import java.util.List;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import sun.misc.Signal;

/**
 * Closes the application before the virtual machine ends, when the process is told to end. Left to
 * the shutdown hooks, which run side by side, ONNX Runtime's hook would free its environment while
 * jobs and requests still read, and the process would crash (onnxruntime issue 31352).
 */
final class OrderlyEnd implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final int SIGNALLED = 128;

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    for (String name : List.of("TERM", "INT", "HUP")) {
      try {
        Signal.handle(new Signal(name), signal -> end(context, signal));
      } catch (IllegalArgumentException e) {
        // no such signal on this system, or the virtual machine was told to leave signals alone
      }
    }
  }

  private static void end(ConfigurableApplicationContext context, Signal signal) {
    Thread end =
        new Thread(
            () -> {
              try {
                context.close();
              } finally {
                Runtime.getRuntime().exit(SIGNALLED + signal.getNumber());
              }
            },
            "end");
    // threads that carry signals do not keep the virtual machine alive until its status is told
    end.setDaemon(false);
    end.start();
  }
}
