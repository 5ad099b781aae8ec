package usher.sip.message;

import gov.nist.core.CommonLogger;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.parser.ParserFactory;
import gov.nist.javax.sip.parser.URLParser;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import javax.sip.address.URI;

/**
 * The door to JAIN-SIP's parsers. Every failure of theirs leaves here as a {@link
 * MalformedMessageException}: besides {@code ParseException} they are known to throw number and
 * index exceptions, and once an {@code Error} where their old logger is missing, none of which may
 * reach a thread that serves other calls.
 */
final class JainHeaders {
  static {
    // Without a logger of its own JAIN-SIP reaches for log4j 1.x, which is not there.
    CommonLogger.useLegacyLogger = true;
    CommonLogger.legacyLogger = new SilentStackLogger();
  }

  private JainHeaders() {}

  static List<javax.sip.header.Header> parse(Header header, List<String> values)
      throws MalformedMessageException {
    List<javax.sip.header.Header> parsed = new ArrayList<>(values.size());
    for (String value : values) {
      addParsed(header, value, parsed);
    }
    return parsed;
  }

  @SuppressWarnings("CatchingUnchecked") // the reason stands at the class
  private static void addParsed(Header header, String value, List<javax.sip.header.Header> parsed)
      throws MalformedMessageException {
    try {
      switch (ParserFactory.createParser(header.text() + ": " + value + "\n").parse()) {
        case SIPHeaderList<?> list -> parsed.addAll(list);
        case javax.sip.header.Header single -> parsed.add(single);
      }
    } catch (ParseException | RuntimeException | LinkageError | StackOverflowError e) {
      throw new MalformedMessageException("Malformed " + header.text());
    }
  }

  @SuppressWarnings("CatchingUnchecked")
  static URI parseUri(String text) throws MalformedMessageException {
    UriSyntax.check(text);
    try {
      return new URLParser(text).parse();
    } catch (ParseException | RuntimeException | LinkageError | StackOverflowError e) {
      throw new MalformedMessageException("Malformed URI");
    }
  }
}
