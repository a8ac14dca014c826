package org.annals.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Picks a certificate by the name that the client asks for. Thread-safe.
///
/// JSSE asks for one kind of key after the other, in the client's order; an alias is the index.
final class NamedKeys extends X509ExtendedKeyManager {
  private final List<PemKey> keys;

  /// At least one.
  NamedKeys(List<PemKey> keys) {
    this.keys = List.copyOf(keys);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    List<PemKey> suitable = suitable(socket);
    return suitable.stream()
        .filter(key -> matches(key, keyType))
        .findFirst()
        .map(key -> String.valueOf(keys.indexOf(key)))
        .orElse(null);
  }

  /// Those for the name; if there are none, the first and what else is for the same names.
  private List<PemKey> suitable(Socket socket) {
    List<String> asked = askedNames(socket);
    List<PemKey> named = keys.stream().filter(key -> asked.stream().anyMatch(key::isFor)).toList();
    return named.isEmpty()
        ? keys.stream().filter(key -> key.names().equals(keys.getFirst().names())).toList()
        : named;
  }

  private static List<String> askedNames(Socket socket) {
    if (socket instanceof SSLSocket secure
        && secure.getHandshakeSession() instanceof ExtendedSSLSession session) {
      return session.getRequestedServerNames().stream()
          .filter(SNIHostName.class::isInstance)
          .map(name -> ((SNIHostName) name).getAsciiName())
          .toList();
    }
    return List.of();
  }

  private static boolean matches(PemKey key, String keyType) {
    String algorithm = key.algorithm();
    return keyType.equals(algorithm)
        || (keyType.equals("EdDSA") && algorithm.startsWith("Ed"))
        || keyType.startsWith(algorithm + "_"); // EC_EC and EC_RSA name the issuer's key, too
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return keys.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return keys.get(Integer.parseInt(alias)).key();
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return keys.stream()
        .filter(key -> matches(key, keyType))
        .map(key -> String.valueOf(keys.indexOf(key)))
        .toArray(String[]::new);
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[0];
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
