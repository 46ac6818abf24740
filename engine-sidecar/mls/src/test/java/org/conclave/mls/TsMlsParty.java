package org.conclave.mls;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.conclave.mls.interop.TsMlsMembers;
import org.jspecify.annotations.Nullable;

/** A member by ts-mls. Sends every other commit as a PublicMessage. */
final class TsMlsParty implements Party {
  private static final HexFormat HEX = HexFormat.of();

  private final TsMlsMembers members;
  private final String name;
  private final byte[] keyPackage;
  private int commits;

  TsMlsParty(TsMlsMembers members, String name, int suite, long now) throws IOException {
    this.members = members;
    this.name = name;
    JsonObject made =
        ask(
            "member",
            Map.of(
                "name",
                name,
                "suite",
                suite,
                "notBefore",
                now - 3600,
                "notAfter",
                now + 86_400,
                "extensions",
                List.of(Device.PRIVATE_EXTENSION)));
    this.keyPackage = HEX.parseHex(made.get("keyPackage").getAsString());
  }

  JsonObject ask(String request, Map<String, ?> given) throws IOException {
    return members.ask(name, request, given);
  }

  private static byte[] octets(JsonObject answer, String field) {
    return HEX.parseHex(answer.get(field).getAsString());
  }

  private static List<String> hex(List<byte[]> all) {
    return all.stream().map(HEX::formatHex).toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte[] keyPackage() {
    return keyPackage;
  }

  @Override
  public void found(byte[] groupId) throws IOException {
    ask("found", Map.of("group", HEX.formatHex(groupId)));
  }

  @Override
  public void join(byte[] welcome) throws IOException {
    ask("join", Map.of("welcome", HEX.formatHex(welcome)));
  }

  @Override
  public Made commit(List<byte[]> keyPackages, List<Integer> leaves) throws IOException {
    JsonObject made =
        ask(
            "commit",
            Map.of("add", hex(keyPackages), "remove", leaves, "inPublic", commits++ % 2 == 1));
    return new Made(octets(made, "commit"), made.has("welcome") ? octets(made, "welcome") : null);
  }

  @Override
  public void follow(byte[] commit) throws IOException {
    ask("receive", Map.of("message", HEX.formatHex(commit)));
  }

  @Override
  public byte[] groupInfo(boolean bareKey) throws IOException {
    return octets(ask("groupInfo", Map.of("bareKey", bareKey)), "groupInfo");
  }

  @Override
  public boolean readsBareKey() {
    return true;
  }

  @Override
  public byte[] joinAlone(byte[] groupInfo, @Nullable Integer formerLeaf) throws IOException {
    return octets(
        ask(
            "joinAlone",
            Map.of("groupInfo", HEX.formatHex(groupInfo), "comesBack", formerLeaf != null)),
        "commit");
  }

  @Override
  public byte[] proposeRemove(int leaf) throws IOException {
    return octets(ask("propose", Map.of("remove", leaf)), "message");
  }

  @Override
  public void hear(byte[] proposal) throws IOException {
    ask("receive", Map.of("message", HEX.formatHex(proposal)));
  }

  @Override
  public byte[] send(String text) throws IOException {
    return octets(
        ask(
            "send",
            Map.of(
                "content",
                HEX.formatHex(Device.bytes(text)),
                "inTheClear",
                HEX.formatHex(Device.bytes("clear")))),
        "message");
  }

  @Override
  public String read(byte[] message) throws IOException {
    return new String(
        octets(ask("receive", Map.of("message", HEX.formatHex(message))), "content"),
        StandardCharsets.UTF_8);
  }

  @Override
  public byte[] authenticator() throws IOException {
    return octets(ask("epoch", Map.of()), "authenticator");
  }
}
