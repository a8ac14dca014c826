package org.annals.net;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A certificate with its chain, and its private key, read from PEM files.
///
/// The key may be in PKCS#8 (`PRIVATE KEY`), PKCS#1 (`RSA PRIVATE KEY`) or SEC1 (`EC PRIVATE KEY`),
/// not encrypted. `names` are those that the certificate is for, in lower case.
record PemKey(List<X509Certificate> chain, PrivateKey key, List<String> names) {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )*)PRIVATE KEY-----([^-]*)-----END");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final int DNS_NAME = 2;

  /// Errors name the file.
  static PemKey read(Path certificates, Path key) throws IOException {
    List<X509Certificate> chain = chain(certificates);
    X509Certificate own = chain.getFirst();
    PrivateKey secret = key(key, own.getPublicKey());
    try {
      if (!belongTogether(own.getPublicKey(), secret)) {
        throw new IOException(key + ": is not the key of the certificate in " + certificates);
      }
      return new PemKey(chain, secret, names(own));
    } catch (GeneralSecurityException e) {
      throw new IOException(key + ": cannot be used with the certificate in " + certificates, e);
    }
  }

  private static List<X509Certificate> chain(Path file) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    Matcher blocks = CERTIFICATE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (blocks.find()) { // between them may be a key, which the factory would stumble over
        byte[] der = Base64.getMimeDecoder().decode(blocks.group(1));
        chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IOException(file + ": holds a damaged certificate: " + e.getMessage(), e);
    }
    if (chain.isEmpty()) {
      throw new IOException(file + ": holds no certificate in PEM");
    }
    return List.copyOf(chain);
  }

  private static PrivateKey key(Path file, PublicKey of) throws IOException {
    Matcher block = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!block.find()) {
      throw new IOException(file + ": holds no private key in PEM");
    }
    String kind = block.group(1);
    if (kind.startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
      throw new IOException(file + ": the key is encrypted; give one that is not");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      byte[] pkcs8 = kind.isEmpty() ? der : wrapped(der, of);
      return KeyFactory.getInstance(of.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          file + ": holds no " + of.getAlgorithm() + " key, as its certificate has", e);
    }
  }

  /// PKCS#8 is the older forms with the algorithm beside them (RFC 5958 §2), and the certificate
  /// knows that: its public key is a sequence of the algorithm and the bits.
  private static byte[] wrapped(byte[] older, PublicKey of) {
    byte[] spki = of.getEncoded();
    int algorithm = contentAt(spki, 0);
    int algorithmEnd = contentAt(spki, algorithm) + lengthAt(spki, algorithm);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(VERSION_0);
    content.write(spki, algorithm, algorithmEnd - algorithm);
    content.writeBytes(tagged(OCTET_STRING, older));
    return tagged(SEQUENCE, content.toByteArray());
  }

  /// Where the content of the DER value begins that is at `at`.
  private static int contentAt(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int lengthAt(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = at + 2; i < contentAt(der, at); i++) {
      length = (length << 8) | (der[i] & 0xff);
    }
    return length;
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x84); // the length in four bytes: longer than DER has it, which Java takes
    out.write(content.length >>> 24);
    out.write(content.length >>> 16);
    out.write(content.length >>> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static boolean belongTogether(PublicKey open, PrivateKey secret)
      throws GeneralSecurityException {
    String algorithm = open.getAlgorithm();
    Signature signature =
        Signature.getInstance(
            switch (algorithm) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> algorithm;
            });
    byte[] sample = {1, 2, 3};
    signature.initSign(secret);
    signature.update(sample);
    byte[] signed = signature.sign();
    signature.initVerify(open);
    signature.update(sample);
    return signature.verify(signed);
  }

  private static List<String> names(X509Certificate own) throws CertificateException {
    Collection<List<?>> alternatives = own.getSubjectAlternativeNames();
    if (alternatives == null) {
      return List.of();
    }
    return alternatives.stream()
        .filter(one -> one.getFirst().equals(DNS_NAME))
        .map(one -> String.valueOf(one.get(1)).toLowerCase(Locale.ROOT))
        .toList();
  }

  /// Whether the certificate is for this host; `*` stands for one label (RFC 6125 §6.4.3).
  boolean isFor(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    int dot = lower.indexOf('.');
    String wild = dot < 0 ? lower : "*" + lower.substring(dot);
    return names.contains(lower) || names.contains(wild);
  }

  String algorithm() {
    return chain.getFirst().getPublicKey().getAlgorithm();
  }
}
