package org.tabularium.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * How long running applications take to explain a pair at the level of digits whose readings nobody
 * has looked at lately, beside one that was just asked for: {@code ColdPairs
 * http://localhost:8080[,ANOTHER] PID+PID[,PID+PID] FIRST TABLES [RUNS]}. For each application its
 * process and its database's, with a plus; their processor time, with that of the processes they
 * started, is told beside the clock's. FIRST is the number of the first of so many tables that
 * follow each other (as {@link ManyTables} makes them): with more digits together than an
 * application remembers, every pair of them is cold. Several applications take turns.
 */
public final class ColdPairs {
  private static final int RUNS = 200;
  private static final int OK = 200;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> servers;
  private final List<List<ProcessHandle>> processes;
  private final int runs;

  private ColdPairs(List<String> servers, List<List<ProcessHandle>> processes, int runs) {
    this.servers = servers;
    this.processes = processes;
    this.runs = runs;
  }

  public static void main(String[] arguments) throws Exception {
    List<List<ProcessHandle>> processes =
        Arrays.stream(arguments[1].split(","))
            .map(
                server ->
                    Arrays.stream(server.split("\\+"))
                        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                        .toList())
            .toList();
    int first = Integer.parseInt(arguments[2]);
    int pairs = Integer.parseInt(arguments[3]) / 2;
    int runs = arguments.length > 4 ? Integer.parseInt(arguments[4]) : RUNS;
    ColdPairs timing = new ColdPairs(List.of(arguments[0].split(",")), processes, runs);
    timing.ask("cold", run -> first + 2 * Math.floorMod(run, pairs));
    timing.ask("warm", run -> first);
  }

  /**
   * @param firstOfPair number of a table, by the number of the run; it is compared with the next
   */
  private void ask(String what, IntUnaryOperator firstOfPair) throws Exception {
    double[][] times = new double[servers.size()][runs];
    double[] processor = new double[servers.size()];
    for (int run = -runs; run < runs; run++) {
      for (int s = 0; s < servers.size(); s++) {
        int a = firstOfPair.applyAsInt(run);
        double before = processorTime(processes.get(s));
        long start = System.nanoTime();
        ask(servers.get(s) + "/api/v1/explanations?a=" + a + "&b=" + (a + 1));
        times[s][Math.max(0, run)] = (System.nanoTime() - start) / 1e6;
        processor[s] += run < 0 ? 0 : processorTime(processes.get(s)) - before;
      }
    }
    for (int s = 0; s < servers.size(); s++) {
      Arrays.sort(times[s]);
      System.out.printf(
          Locale.ROOT,
          "%s, %s: processor %.1f ms a pair, least %.1f ms, median %.1f ms, nine in ten below %.1f"
              + " ms%n",
          servers.get(s),
          what,
          processor[s] / runs,
          times[s][0],
          times[s][runs / 2],
          times[s][runs * 9 / 10]);
    }
  }

  private void ask(String address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    int status = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
    if (status != OK) {
      throw new IllegalStateException(address + " answers " + status);
    }
  }

  /** Milliseconds, of the processes and of those they started. */
  private static double processorTime(List<ProcessHandle> processes) {
    return processes.stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToLong(Duration::toMillis)
        .sum();
  }
}
