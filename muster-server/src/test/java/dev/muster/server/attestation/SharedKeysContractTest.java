package dev.muster.server.attestation;

import static dev.muster.server.attestation.AttestationSite.ORG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.ImportedKeys;
import dev.muster.core.attestation.SharedKey;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseMacVerifier;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.MacAlgorithm;
import dev.muster.format.crypto.Crypto;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.http.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keys that devices and the verifier share, through the server: brought, used, kept to themselves, taken away. */
class SharedKeysContractTest {
    private static final String PATH = "/api/v1/city/attestation-keys";
    private static final byte[] SECRET = filled(32, 0x5C);
    private static final CoseKey KEY = CoseKey.symmetric(SECRET, Optional.empty());
    private static final String IMPLEMENTATION = HexFormat.of().formatHex(filled(32, 7));
    private static final String INSTANCE = "01" + HexFormat.of().formatHex(filled(32, 3));

    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]+)\"");

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static HttpResponse<byte[]> bring(AttestationSite site, String instance, CoseKey key) {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(key.encode());
        return site.post(
                site.server.console(PATH),
                "application/json",
                Json.bytes(Map.of("implementation", IMPLEMENTATION, "instance", instance, "key", encoded)));
    }

    private static byte[] token(byte[] nonce) {
        HexFormat hex = HexFormat.of();
        Cbor component = Cbor.map().put(2, filled(32, 1)).put(5, filled(32, 9)).build();
        Cbor claims = Cbor.map()
                .put(10, nonce)
                .put(256, hex.parseHex(INSTANCE))
                .put(265, "tag:psacertified.org,2023:psa#tfm")
                .put(2394, 1)
                .put(2395, 0x3000)
                .put(2396, hex.parseHex(IMPLEMENTATION))
                .put(2399, Cbor.array(component))
                .build();
        return CoseMacVerifier.of(Crypto.standard(), CoseProfile.STRICT)
                .authenticate(CborMap.EMPTY, claims.encoded(), new byte[0], MacAlgorithm.HMAC_256_256, KEY)
                .encode();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @BothDatabases
    void aKeyIsBroughtUsedNeverToldAndTakenAway(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            assertThat(text(site.evidence(token(site.nonce())))).contains("key-unknown");
            assertThat(bring(site, INSTANCE, KEY).statusCode()).isEqualTo(201);
            assertThat(bring(site, INSTANCE, KEY).statusCode()).as("again").isEqualTo(200);
            assertThat(text(bring(site, "01" + "44".repeat(32), KEY))).contains("key-taken");
            assertThat(text(bring(site, "0x", CoseKey.symmetric(filled(32, 1), Optional.empty()))))
                    .contains("key-owner");
            assertThat(site.evidence(token(site.nonce())).statusCode()).isEqualTo(200);
            EvidenceAppraised event = site.appraised().getLast();
            assertThat(event.proved().word()).isEqualTo("rot-shared-key");
            assertThat(new Reappraisal(site.ledger, site.keys.seal()).run(ORG).mismatches())
                    .as("appraised again from the entries alone")
                    .isEmpty();
            assertThat(new Reappraisal(site.ledger, new KeySeal(filled(32, 1)))
                            .run(ORG)
                            .mismatches())
                    .as("by a server that cannot open the key")
                    .hasSize(1);
            String id = HexFormat.of().formatHex(new SharedKey(KEY).id());
            assertThat(text(site.get(PATH))).contains(id, INSTANCE).doesNotContain("sealed");
            assertThat(text(site.get("/api/v1/city/appraisals/cam-07/why"))).doesNotContain("refused");
            assertNowhere(site);
            HttpResponse<byte[]> removed = site.post(
                    site.server.console(PATH + "/" + id + "/remove"),
                    "application/json",
                    Json.bytes(Map.of("because", "the device was opened")));
            assertThat(removed.statusCode()).isEqualTo(201);
            assertThat(text(site.evidence(token(site.nonce())))).contains("key-unknown");
            assertThat(new Reappraisal(site.ledger, site.keys.seal()).run(ORG).mismatches())
                    .isEmpty();
            assertThat(text(site.get(PATH))).isEqualTo("[]");
            for (int next = 0; next < 8; next++) {
                assertThat(bring(site, INSTANCE, CoseKey.symmetric(filled(32, 10 + next), Optional.empty()))
                                .statusCode())
                        .isEqualTo(201);
            }
            assertThat(text(bring(site, INSTANCE, CoseKey.symmetric(filled(32, 30), Optional.empty()))))
                    .as("one more than are tried")
                    .contains("keys-enough");
            assertThat(bring(site, "01" + "55".repeat(32), CoseKey.symmetric(filled(32, 30), Optional.empty()))
                            .statusCode())
                    .as("of another instance")
                    .isEqualTo(201);
            assertThat(idsByPage(site)).hasSize(9).isSorted();
            assertThat(site.get("/api/v1/city/appraisals/cam-07/why").statusCode())
                    .as("however many keys came after that of the entry")
                    .isEqualTo(200);
        }
    }

    private static List<String> idsByPage(AttestationSite site) {
        List<String> ids = new ArrayList<>();
        List<String> page = List.of();
        do {
            String from = page.isEmpty() ? "" : "?after=" + page.getLast();
            page = ID.matcher(text(site.get(PATH + from)))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            ids.addAll(page);
        } while (!page.isEmpty());
        return ids;
    }

    /** The secret stands in no entry. */
    private static void assertNowhere(AttestationSite site) {
        String secret = HexFormat.of().formatHex(SECRET);
        site.ledger
                .entries(ORG, EntryQuery.all())
                .forEach(entry -> assertThat(
                                HexFormat.of().formatHex(entry.body().orElse(new byte[0])))
                        .doesNotContain(secret)
                        .doesNotContain(HexFormat.of()
                                .formatHex(Base64.getEncoder()
                                        .encodeToString(SECRET)
                                        .substring(0, 32)
                                        .getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void aSealedKeyIsOfOneOrganisationAndOneOwner() {
        KeySeal seal = new KeySeal(filled(32, 2));
        ImportedKeys.Owner owner = new ImportedKeys.Owner(IMPLEMENTATION, INSTANCE);
        byte[] sealed = seal.close(ORG, owner, new SharedKey(KEY), new SecureRandom());
        assertThat(seal.open(ORG, owner, sealed)).contains(new SharedKey(KEY));
        assertThat(seal.open(new OrgId("village"), owner, sealed)).isEmpty();
        assertThat(seal.open(ORG, new ImportedKeys.Owner("", INSTANCE), sealed)).isEmpty();
        assertThat(new KeySeal(filled(32, 3)).open(ORG, owner, sealed)).isEmpty();
        assertThat(seal.open(ORG, owner, new byte[3])).isEmpty();
        sealed[20] ^= 1;
        assertThat(seal.open(ORG, owner, sealed)).isEmpty();
    }
}
