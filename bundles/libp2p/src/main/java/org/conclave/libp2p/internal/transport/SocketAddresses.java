package org.conclave.libp2p.internal.transport;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.conclave.libp2p.multiformats.AddressProtocol;
import org.conclave.libp2p.multiformats.Multiaddr;

/** Between addresses of libp2p and of the JDK. */
public final class SocketAddresses {
  private SocketAddresses() {}

  /** Whether it is a host and a TCP port, with or without a peer at the end. */
  static boolean isTcp(Multiaddr address) {
    List<Multiaddr.Part> parts = address.withoutPeerId().parts();
    return parts.size() == 2
        && parts.get(1).protocol() == AddressProtocol.TCP
        && switch (parts.get(0).protocol()) {
          case IP4, IP6, DNS, DNS4, DNS6 -> true;
          default -> false;
        };
  }

  /** Whether the host is a name that has to be looked up. */
  static boolean isName(Multiaddr address) {
    return switch (address.parts().get(0).protocol()) {
      case IP4, IP6 -> false;
      default -> true;
    };
  }

  /** Blocks while a name is looked up. */
  static InetSocketAddress resolve(Multiaddr address) throws UnknownHostException {
    Multiaddr.Part host = address.parts().get(0);
    int port = Integer.parseInt(address.parts().get(1).value());
    for (InetAddress candidate : InetAddress.getAllByName(host.value())) {
      boolean fits =
          switch (host.protocol()) {
            case DNS4 -> candidate instanceof Inet4Address;
            case DNS6 -> candidate instanceof Inet6Address;
            default -> true;
          };
      if (fits) {
        return new InetSocketAddress(candidate, port);
      }
    }
    throw new UnknownHostException(host.value() + " has no address of that kind");
  }

  static Multiaddr ofTcp(InetSocketAddress socket) {
    return Multiaddr.parse(host(socket.getAddress()) + "/tcp/" + socket.getPort());
  }

  private static String host(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    String plain = zone < 0 ? text : text.substring(0, zone);
    return (address instanceof Inet4Address ? "/ip4/" : "/ip6/") + plain;
  }

  /** An address with a wildcard as one for each interface that is up; any other as it is. */
  public static List<Multiaddr> expand(Multiaddr address) throws SocketException {
    Multiaddr.Part host = address.parts().get(0);
    boolean any4 = host.protocol() == AddressProtocol.IP4 && host.value().equals("0.0.0.0");
    boolean any6 = host.protocol() == AddressProtocol.IP6 && host.value().equals("::");
    if (!any4 && !any6) {
      return List.of(address);
    }
    String rest = address.toString().substring(host.value().length() + 5);
    List<Multiaddr> expanded = new ArrayList<>();
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress own : Collections.list(network.getInetAddresses())) {
        boolean fits = own instanceof Inet4Address ? any4 : any6 && !own.isLinkLocalAddress();
        if (fits && network.isUp()) {
          expanded.add(Multiaddr.parse(host(own) + rest));
        }
      }
    }
    return expanded;
  }
}
