package org.tabularium.app.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The guard at the door. There is no login, so that a page of another site, open in the same
 * browser, must be able neither to read here nor to change anything, even on loopback:
 *
 * <ul>
 *   <li>an unknown Host is refused, so that a foreign name made to point at this machine (DNS
 *       rebinding) opens nothing;
 *   <li>a request that changes something is refused if the browser says that it comes from another
 *       origin. Programs that are not browsers say nothing of origins and pass.
 * </ul>
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class Guard extends OncePerRequestFilter {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> LOOPBACK =
      Set.of("localhost", "127.0.0.1", "[::1]", "::1", "[0:0:0:0:0:0:0:1]", "0:0:0:0:0:0:0:1");

  private final Set<String> hosts = new HashSet<>(LOOPBACK);

  Guard(TabulariumSettings settings) {
    settings.hosts().forEach(host -> hosts.add(plain(host)));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    protect(response);
    String host = request.getServerName();
    if (host == null || !hosts.contains(plain(host))) {
      refuse(
          new Problem(HttpStatus.MISDIRECTED_REQUEST, "unknown-host", String.valueOf(host)),
          request,
          response);
    } else if (!READING.contains(request.getMethod()) && isForeign(request)) {
      refuse(new Problem(HttpStatus.FORBIDDEN, "foreign-origin"), request, response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static void refuse(
      Problem problem, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setAttribute(ProblemPages.PROBLEM, problem);
    response.sendError(problem.status().value());
  }

  private static boolean isForeign(HttpServletRequest request) {
    @Nullable String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return true;
    }
    @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && !isSame(origin, request);
  }

  private static boolean isSame(String origin, HttpServletRequest request) {
    try {
      URI from = URI.create(origin);
      if (from.getScheme() == null || from.getHost() == null) {
        return false;
      }
      // a proxy may have taken the encryption off: then the scheme differs, and the default port
      int usual = from.getScheme().equals("https") ? 443 : 80;
      int theirs = from.getPort() == -1 ? usual : from.getPort();
      @Nullable String host = request.getHeader(HttpHeaders.HOST);
      int ours = host != null && !host.matches(".*:\\d+") ? usual : request.getServerPort();
      return plain(from.getHost()).equals(plain(request.getServerName())) && theirs == ours;
    } catch (IllegalArgumentException notAnOrigin) {
      return false;
    }
  }

  private static String plain(String host) {
    String lower = host.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** Everything that a page needs is served from here; nothing may frame it. */
  private static void protect(HttpServletResponse response) {
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
            + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  }
}
