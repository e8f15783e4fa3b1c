package dev.muster.format.attest.eat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.format.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The examples of RFC 9711, appendix A, as the working group keeps them. */
class EatVectorsTest {
    private static byte[] payload(String name) {
        return item("eat/Example-Payloads/" + name);
    }

    private static byte[] item(String name) {
        return Diagnostic.parse(new String(Vectors.bytes(name), StandardCharsets.UTF_8))
                .encoded();
    }

    @Test
    void everyPublishedClaimsSetIsRead() {
        for (String name :
                List.of("minimal", "valid_tee", "valid_iot", "valid_hw_block", "valid_hw_block2", "valid_key_store")) {
            assertThat(EatReader.parse(payload(name + ".diag")).nonces())
                    .as(name)
                    .hasSize(1);
        }
    }

    @Test
    void aHardwareBlockSaysWhatTheExampleSays() {
        ClaimsSet claims = EatReader.parse(payload("valid_hw_block.diag"));
        assertThat(claims.ueid().orElseThrow().toString()).isEqualTo("0198f50a4ff6c05861c8860d13a638ea");
        assertThat(claims.debug()).contains(DebugStatus.DISABLED_PERMANENTLY);
        assertThat(claims.oemBoot()).contains(true);
        assertThat(claims.hardwareVersion()).contains("3.1");
    }

    @Test
    void evidenceInASubmoduleIsRead() {
        ClaimsSet claims = EatReader.parse(payload("valid_iot.diag"));
        Submodule.Claims os = (Submodule.Claims) claims.submodules().get("OS");
        Measurement.Software software =
                (Measurement.Software) os.claims().measurements().getFirst();
        assertThat(software.tag().softwareName()).isEqualTo("Acme R-IoT-OS");
        assertThat(software.tag().evidence().orElseThrow().files())
                .extracting(FileEntry::path)
                .contains("acme_r_iot_os.exe");
    }

    @Test
    void claimsThatNobodyKnowsAreIgnoredAndReported() {
        ClaimsSet claims = EatReader.parse(payload("valid_key_store.diag"));
        assertThat(claims.unknown().keySet()).containsExactlyInAnyOrder(-80000L, -80001L);
        assertThat(claims.times().issuedAt()).isEqualTo(OptionalLong.of(1634317080));
    }

    @Test
    void submodulesAreClaimsTokensOrDigests() {
        ClaimsSet claims = EatReader.parse(payload("valid_submods.diag"));
        assertThat(claims.submodules().values()).hasSize(2).allMatch(Submodule.Claims.class::isInstance);
        Cbor nested = Cbor.map()
                .put(
                        266,
                        Cbor.map()
                                .put("token", new byte[] {1})
                                .put("json", "[\"JWT\", \"...\"]")
                                .build())
                .build();
        assertThat(EatReader.parse(nested.encoded()).submodules().values())
                .anyMatch(Submodule.NestedToken.class::isInstance)
                .anyMatch(Submodule.NestedJson.class::isInstance);
    }

    @Test
    void anExampleWithTheLabelsOfAnOldDraftIsRefused() {
        var old = payload("submods.diag");
        assertThatThrownBy(() -> EatReader.parse(old))
                .isInstanceOf(EatException.class)
                .hasMessageContaining("271");
    }

    @Test
    void aSignedTokenIsRead() {
        EatToken token = EatToken.parse(item("eat/Example-Tokens/valid_cwt.diag"));
        assertThat(token.message().signature()).hasSize(64);
        assertThat(token.claims().nonces().getFirst()).hasSize(12);
    }

    @Test
    void aBundleCarriesTheClaimsThatItsTokenNamesByDigest() {
        DetachedBundle bundle = DetachedBundle.parse(item("eat/Example-Tokens/valid_deb.diag"));
        byte[] tee = bundle.detached().get("TEE");
        assertThat(EatReader.parse(tee).debug()).contains(DebugStatus.DISABLED_SINCE_BOOT);
        Submodule.Detached named = (Submodule.Detached)
                EatToken.parse(bundle.token()).claims().submodules().get("TEE");
        assertThat(named.digest()).isEqualTo(Digest.sha256(Sha256.of(tee)));
    }

    /** The first example of draft-ietf-rats-eat-measured-component. */
    @Test
    void aMeasuredComponentIsReadAsItsDraftWritesIt() {
        Cbor component = Diagnostic.parse("""
            { 1: [ "boot loader X", [ "1.2.3rc2", 16384 ] ],
              2: [ "sha-256", h'3996003d486fb91ffb056f7d03f2b2992b215b31dbe7af4b373431fc7d319da3' ],
              3: [ h'492e9b676c21f6012b1ceeb9032feb4141a880797355f6675015ec59c51ca1ec' ],
              4: h'0000000000000101' }\
            """);
        MeasuredComponent read = component(component);
        assertThat(read.name()).isEqualTo("boot loader X");
        assertThat(read.version()).contains("1.2.3rc2");
        assertThat(read.digest().orElseThrow().hex()).startsWith("3996003d");
        assertThat(read.authorities()).hasSize(1);
        Cbor both = Cbor.map().putAll(component.asMap()).put(5, new byte[] {1}).build();
        assertThatThrownBy(() -> component(both)).isInstanceOf(EatException.class);
    }

    private static MeasuredComponent component(Cbor item) {
        Cbor claims = Cbor.map()
                .put(273, Cbor.array(Cbor.array(Cbor.of(65_001), Cbor.of(item.encoded()))))
                .build();
        return ((Measurement.Component)
                        EatReader.parse(claims.encoded()).measurements().getFirst())
                .component();
    }
}
