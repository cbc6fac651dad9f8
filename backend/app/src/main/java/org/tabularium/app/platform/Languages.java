package org.tabularium.app.platform;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.LocaleResolver;

/**
 * The languages that pages and problems are written in: English, and every one that has a bundle
 * {@code messages_xx.properties} on the class path. A reader gets the one that was chosen in the
 * footer of a page, otherwise the one that the browser prefers, otherwise English; never the one of
 * the machine that answers.
 */
@Component(DispatcherServlet.LOCALE_RESOLVER_BEAN_NAME)
class Languages implements LocaleResolver {

  static final String COOKIE = "tabularium-language";

  private static final String PREFIX = "messages_";
  private static final String SUFFIX = ".properties";

  private final List<Locale> known = new ArrayList<>();
  private final List<Language> named;

  /**
   * A language as it is offered.
   *
   * @param tag as in BCP 47
   * @param name what its speakers call it
   */
  record Language(String tag, String name) {}

  Languages(MessageSource messages) {
    known.add(Locale.ENGLISH);
    try {
      Arrays.stream(
              new PathMatchingResourcePatternResolver()
                  .getResources("classpath*:" + PREFIX + "*" + SUFFIX))
          .map(Resource::getFilename)
          .flatMap(Stream::ofNullable)
          .map(file -> file.substring(PREFIX.length(), file.length() - SUFFIX.length()))
          .map(name -> Locale.forLanguageTag(name.replace('_', '-')))
          .sorted(Comparator.comparing(Locale::toLanguageTag))
          .forEach(known::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    named =
        known.stream()
            .map(
                locale ->
                    new Language(
                        locale.toLanguageTag(),
                        messages.getMessage("site.language.name", null, locale)))
            .toList();
  }

  /** All of them, English first. */
  List<Language> all() {
    return named;
  }

  /** The one with this tag, if pages are written in it. */
  Optional<Locale> find(String tag) {
    return known.stream().filter(locale -> locale.toLanguageTag().equals(tag)).findFirst();
  }

  @Override
  public Locale resolveLocale(HttpServletRequest request) {
    return Stream.ofNullable(request.getCookies())
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .map(Cookie::getValue)
        .findFirst()
        .flatMap(this::find)
        .orElseGet(() -> preferred(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)));
  }

  private Locale preferred(@Nullable String header) {
    if (header == null) {
      return Locale.ENGLISH;
    }
    try {
      @Nullable Locale found = Locale.lookup(Locale.LanguageRange.parse(header), known);
      return found == null ? Locale.ENGLISH : found;
    } catch (IllegalArgumentException notALanguage) {
      return Locale.ENGLISH;
    }
  }

  /** A choice is kept in the reader's browser, see {@link LanguagePages}. */
  @Override
  public void setLocale(
      HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
    throw new UnsupportedOperationException();
  }
}
