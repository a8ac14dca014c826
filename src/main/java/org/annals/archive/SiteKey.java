package org.annals.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The key with which an archive signs what it says of removals: Ed25519 (RFC 8032), in the file
/// `keys/removals`, which only its owner may read. Public keys are written in Base64 (RFC 8410).
///
/// The file has two lines, the private key and the public one. It is made when the archive is first
/// served, or at the first removal.
public final class SiteKey {
  private static final String ALGORITHM = "Ed25519";
  private static final String FILE = "removals";

  private final PrivateKey secret;
  private final String shown;

  private SiteKey(PrivateKey secret, String shown) {
    this.secret = secret;
    this.shown = shown;
  }

  /// Empty as long as there is none.
  static Optional<SiteKey> find(Path keys) throws IOException {
    Path file = keys.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
    if (lines.size() != 2) {
      throw new IOException(file + ": must hold two lines, the private and the public key");
    }
    try {
      PrivateKey secret =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0))));
      publicKey(lines.get(1));
      return Optional.of(new SiteKey(secret, lines.get(1)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + ": is no " + ALGORITHM + " key: " + e.getMessage(), e);
    }
  }

  static SiteKey make(Path keys) throws IOException {
    Optional<SiteKey> known = find(keys);
    if (known.isPresent()) {
      return known.get();
    }
    Files.createDirectories(keys);
    Path making =
        Files.createTempFile(
            keys,
            FILE,
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      Base64.Encoder text = Base64.getEncoder();
      Files.writeString(
          making,
          text.encodeToString(pair.getPrivate().getEncoded())
              + "\n"
              + text.encodeToString(pair.getPublic().getEncoded())
              + "\n");
      Files.createLink(keys.resolve(FILE), making); // the first of two processes wins
    } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
      // the other's is as good
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    } finally {
      Files.deleteIfExists(making);
    }
    return find(keys).orElseThrow();
  }

  /// The public key as others pin it.
  public String shown() {
    return shown;
  }

  String sign(String text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was read as one of " + ALGORITHM, e);
    }
  }

  /// `IllegalArgumentException` if it is none.
  private static PublicKey publicKey(String shown) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(shown)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("'" + shown + "' is no " + ALGORITHM + " key", e);
    }
  }

  /// The same text. `IllegalArgumentException` if it is no public key.
  public static String required(String shown) {
    publicKey(shown);
    return shown;
  }

  /// Whether the owner of this public key signed the text. `IllegalArgumentException` if it is no
  /// key.
  static boolean signed(String publicKey, String text, String signature) {
    PublicKey key = publicKey(publicKey);
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(text.getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
