package org.conclave.networking.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.Storage;
import org.conclave.api.storage.StorageException;
import org.conclave.libp2p.multiformats.AddressProtocol;
import org.conclave.libp2p.multiformats.Multiaddr;
import org.conclave.libp2p.multiformats.MultiformatException;

/**
 * Where the node listens: what the launcher says, which is kept; else what was kept; else any
 * address. Where the port is left open, the one of the last time is taken if it is free, so that
 * peers find the node again. Blocks on the disk.
 */
final class ListenAddresses {
  private static final String NAMESPACE = "networking";
  private static final String ADDRESSES = "listen";
  private static final String PORT = "port";
  private static final String ANYWHERE = "/ip4/0.0.0.0/tcp/0";
  private static final Pattern OPEN_PORT = Pattern.compile("/tcp/0(?=/|$)");

  private final Storage storage;
  private final Optional<String> given;

  /**
   * @param given multiaddrs, separated by commas
   */
  ListenAddresses(Storage storage, Optional<String> given) {
    this.storage = storage;
    this.given = given.filter(text -> !text.isBlank());
  }

  /**
   * @throws MultiformatException if one is not an address
   */
  List<Multiaddr> wanted() throws StorageException {
    if (given.isPresent()) {
      List<Multiaddr> addresses = parse(given.get());
      put(ADDRESSES, given.get());
      return addresses;
    }
    return parse(get(ADDRESSES).orElse(ANYWHERE));
  }

  /** The same, with the remembered port where the port is open; the very same if there is none. */
  List<Multiaddr> remembered(List<Multiaddr> wanted) throws StorageException {
    Optional<String> port = get(PORT);
    long open = wanted.stream().filter(ListenAddresses::isOpen).count();
    if (port.isEmpty() || open != 1) {
      return wanted;
    }
    List<Multiaddr> addresses = new ArrayList<>();
    for (Multiaddr address : wanted) {
      addresses.add(
          isOpen(address)
              ? Multiaddr.parse(
                  OPEN_PORT.matcher(address.toString()).replaceFirst("/tcp/" + port.get()))
              : address);
    }
    return addresses;
  }

  /** Remembers the port that was taken, if it was open. */
  void remember(List<Multiaddr> wanted, List<Multiaddr> listening) throws StorageException {
    if (wanted.stream().filter(ListenAddresses::isOpen).count() != 1) {
      return;
    }
    List<String> fixed =
        wanted.stream()
            .filter(address -> !isOpen(address))
            .flatMap(address -> address.value(AddressProtocol.TCP).stream())
            .toList();
    Optional<String> port =
        listening.stream()
            .flatMap(address -> address.value(AddressProtocol.TCP).stream())
            .filter(p -> !fixed.contains(p))
            .findFirst();
    if (port.isPresent() && !port.equals(get(PORT))) {
      put(PORT, port.get());
    }
  }

  private static boolean isOpen(Multiaddr address) {
    return OPEN_PORT.matcher(address.toString()).find();
  }

  private static List<Multiaddr> parse(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .map(Multiaddr::parse)
        .toList();
  }

  private Optional<String> get(String key) throws StorageException {
    Optional<SecretBytes> kept =
        storage.read(transaction -> transaction.keyValues().get(NAMESPACE, key));
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try (SecretBytes value = kept.get()) {
      return Optional.of(new String(value.toByteArray(), StandardCharsets.UTF_8));
    }
  }

  private void put(String key, String text) throws StorageException {
    try (SecretBytes value = SecretBytes.wrap(text.getBytes(StandardCharsets.UTF_8))) {
      storage.write(
          transaction -> {
            transaction.keyValues().put(NAMESPACE, key, value);
            return true;
          });
    }
  }
}
