package dev.muster.format.attest.eat;

import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.CoswidWriter;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import java.nio.charset.StandardCharsets;

/** {@link SlotClaims} to the deterministic payload of a token. */
public final class SlotClaimsWriter {
    private SlotClaimsWriter() {}

    public static byte[] encode(SlotClaims claims) {
        ConciseSwid found = ConciseSwid.evidence(
                TagId.of(claims.softwareName() + "/" + claims.slot()),
                claims.softwareName(),
                claims.softwareVersion(),
                "muster-agent",
                claims.measurement().files());
        CborMapBuilder map = Cbor.map()
                .put(CodePoints.NONCE, claims.nonce())
                .put(CodePoints.UEID, claims.ueid().bytes())
                .put(CodePoints.HWMODEL, claims.model().getBytes(StandardCharsets.UTF_8))
                .put(CodePoints.UPTIME, claims.uptimeSeconds())
                .put(CodePoints.PROFILE, SlotClaims.PROFILE)
                .put(CodePoints.BOOTCOUNT, claims.bootCount())
                .put(CodePoints.SWNAME, claims.softwareName())
                .put(CodePoints.SWVERSION, Cbor.array(Cbor.of(claims.softwareVersion()), semver()))
                .put(
                        CodePoints.MEASUREMENTS,
                        Cbor.array(
                                entry(CodePoints.FORMAT_COSWID, CoswidWriter.encode(found)),
                                entry(CodePoints.FORMAT_MEASURED_COMPONENT, component(claims))))
                .put(CodePoints.ACTIVE_SLOT, claims.slot())
                .put(CodePoints.STRENGTH, claims.strength().word())
                .put(CodePoints.MAKER, claims.maker());
        claims.debug().ifPresent(status -> map.put(CodePoints.DBGSTAT, status.claim()));
        claims.head().ifPresent(head -> map.put(CodePoints.LEDGER_HEAD, head(head)));
        claims.disputed()
                .ifPresent(result -> map.put(
                        CodePoints.DISPUTED_RESULT, Cbor.array(Cbor.of(result.reason()), Cbor.of(result.digest()))));
        claims.manifests().capabilities().ifPresent(report -> map.put(CodePoints.CAPABILITIES, Cbor.parse(report)));
        claims.manifests().keyEpoch().ifPresent(epoch -> map.put(CodePoints.KEY_EPOCH, epoch));
        return map.build().encoded();
    }

    private static Cbor head(SlotClaims.LedgerHead head) {
        Cbor size = Cbor.of(head.treeSize());
        Cbor root = Cbor.of(head.rootHash());
        return head.note()
                .map(note -> (Cbor) Cbor.array(size, root, Cbor.of(note)))
                .orElseGet(() -> Cbor.array(size, root));
    }

    private static Cbor semver() {
        return Cbor.of(ConciseSwid.SEMVER);
    }

    private static Cbor entry(int format, byte[] content) {
        return Cbor.array(Cbor.of(format), Cbor.of(content));
    }

    private static byte[] component(SlotClaims claims) {
        return Cbor.map()
                .put(
                        CodePoints.COMPONENT_ID,
                        Cbor.array(
                                Cbor.of(SlotClaims.SLOT_COMPONENT),
                                Cbor.array(Cbor.of(claims.softwareVersion()), semver())))
                .put(
                        CodePoints.COMPONENT_DIGEST,
                        CoswidWriter.digest(claims.measurement().overall()))
                .build()
                .encoded();
    }
}
