package org.conclave.mls.vectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.crypto.Secret;

/** One case of a vector file, or an object within it. */
record Case(JsonObject json) {
  boolean has(String name) {
    return json.has(name);
  }

  boolean isNull(String name) {
    return !json.has(name) || json.get(name).isJsonNull();
  }

  byte[] hex(String name) {
    return HexFormat.of().parseHex(json.get(name).getAsString());
  }

  Secret secret(String name) {
    return Secret.owning(hex(name));
  }

  String text(String name) {
    return json.get(name).getAsString();
  }

  long number(String name) {
    return json.get(name).getAsLong();
  }

  int integer(String name) {
    return json.get(name).getAsInt();
  }

  Case object(String name) {
    return new Case(json.getAsJsonObject(name));
  }

  JsonArray array(String name) {
    return json.getAsJsonArray(name);
  }

  List<Case> objects(String name) {
    return objects(array(name));
  }

  static List<Case> objects(JsonArray array) {
    List<Case> cases = new ArrayList<>();
    array.forEach(element -> cases.add(new Case(element.getAsJsonObject())));
    return cases;
  }

  List<byte[]> hexes(String name) {
    List<byte[]> values = new ArrayList<>();
    for (JsonElement element : array(name)) {
      values.add(HexFormat.of().parseHex(element.getAsString()));
    }
    return values;
  }

  /** Whether the case is one of a suite that is supported, or of none at all. */
  boolean isSupported() {
    return !has("cipher_suite") || CipherSuites.find(integer("cipher_suite")).isPresent();
  }

  CipherSuite suite() {
    Optional<CipherSuite> suite = CipherSuites.find(integer("cipher_suite"));
    return suite.orElseThrow();
  }
}
