package org.annals.cli;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.annals.net.LineServer.Place;
import picocli.CommandLine.Option;

/// Where `serve` listens for line protocols: what a command line names for one stands for all that
/// the config says of it.
final class ListenOptions {
  @Option(
      names = "--nntp",
      paramLabel = "HOST:PORT",
      split = ",",
      converter = HostPort.Converter.class,
      description = "where to listen for newsreaders; port 0 picks a free one; may be repeated")
  private List<HostPort> nntp = List.of();

  @Option(
      names = "--nntps",
      paramLabel = "HOST:PORT",
      split = ",",
      converter = HostPort.Converter.class,
      description = "the same with TLS from the start; needs annals.tlsCert in the config")
  private List<HostPort> nntps = List.of();

  @Option(
      names = "--pop3",
      paramLabel = "HOST:PORT",
      split = ",",
      converter = HostPort.Converter.class,
      description = "where to listen for mail programs that fetch by POP3; as --nntp")
  private List<HostPort> pop3 = List.of();

  @Option(
      names = "--pop3s",
      paramLabel = "HOST:PORT",
      split = ",",
      converter = HostPort.Converter.class,
      description = "the same with TLS from the start; as --nntps")
  private List<HostPort> pop3s = List.of();

  @Option(
      names = "--imap",
      paramLabel = "HOST:PORT",
      split = ",",
      converter = HostPort.Converter.class,
      description = "where to listen for IMAP; port 0 picks a free one; may be repeated")
  private List<HostPort> imap = List.of();

  @Option(
      names = "--imaps",
      paramLabel = "HOST:PORT",
      split = ",",
      converter = HostPort.Converter.class,
      description = "the same with TLS from the start; needs annals.tlsCert in the config")
  private List<HostPort> imaps = List.of();

  @Option(
      names = "--lmtp",
      paramLabel = "HOST:PORT",
      split = ",",
      converter = HostPort.Converter.class,
      description = "where to take mail from a mail server by LMTP; as --nntp")
  private List<HostPort> lmtp = List.of();

  @Option(
      names = "--lmtps",
      paramLabel = "HOST:PORT",
      split = ",",
      converter = HostPort.Converter.class,
      description = "the same with TLS from the start; as --nntps")
  private List<HostPort> lmtps = List.of();

  /// Only services that are to be served are in it.
  Map<LineService, List<Place>> places(ConfiguredListeners config) throws IOException {
    Map<LineService, List<Place>> places = new EnumMap<>(LineService.class);
    for (LineService service : LineService.values()) {
      List<Place> named = named(service);
      List<Place> all = named.isEmpty() ? config.places(service) : named;
      if (!all.isEmpty()) {
        places.put(service, all);
      }
    }
    return places;
  }

  private List<Place> named(LineService service) {
    return switch (service) {
      case NNTP -> places(nntp, nntps);
      case POP3 -> places(pop3, pop3s);
      case IMAP -> places(imap, imaps);
      case LMTP -> places(lmtp, lmtps);
    };
  }

  private static List<Place> places(List<HostPort> plain, List<HostPort> secure) {
    return Stream.concat(
            plain.stream().map(one -> one.place(false)),
            secure.stream().map(one -> one.place(true)))
        .toList();
  }
}
