package org.tabularium.training.report;

/** Where something was measured. */
public final class Machine {

  private Machine() {}

  /** Operating system, processor architecture and number, Java. */
  public static String here() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors, Java "
        + System.getProperty("java.version");
  }
}
