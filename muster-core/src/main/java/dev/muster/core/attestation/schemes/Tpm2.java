package dev.muster.core.attestation.schemes;

import dev.muster.core.attestation.Compared;
import dev.muster.core.attestation.Conclusion;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.EvidenceReading;
import dev.muster.core.attestation.EvidenceReading.Unreadable;
import dev.muster.core.attestation.Measured;
import dev.muster.core.attestation.Proof;
import dev.muster.core.attestation.Refusal;
import dev.muster.core.attestation.Scheme;
import dev.muster.core.attestation.Statement;
import dev.muster.core.attestation.tpm.KeyHome;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustClaims;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.attest.tpm.PcrSelection;
import dev.muster.format.attest.tpm.TpmAttest;
import dev.muster.format.attest.tpm.TpmAttest.Attested;
import dev.muster.format.attest.tpm.TpmEvidence;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.attest.tpm.TpmSignature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A quote of a TPM 2.0 ({@link TpmEvidence}) by an attestation key that the device's maker registered for this very device:
 * an attest-key triple for maker, model and the device's UEID as instance, with the key, and best also its TPM name as
 * tagged bytes, which then fixes the key's attributes too; or by one that the device proved to be in its TPM, whose home then
 * decides how firmly this is known.
 *
 * <p>Each quoted PCR is an element under its number; all of them are registers of the element without a key, whose digest
 * is that of the quote. So reference values may name PCRs one by one, as integrity registers, or all in one digest.
 */
public final class Tpm2 implements Scheme {
    @Override
    public String name() {
        return "tpm2";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(TpmEvidence.MEDIA_TYPE);
    }

    @Override
    public boolean speaks(Optional<String> profile) {
        return profile.isEmpty();
    }

    @Override
    public EvidenceReading read(byte[] evidence, EvidenceKeys keys) {
        try {
            TpmEvidence shown = TpmEvidence.parse(evidence);
            TpmPublic key = TpmPublic.parse(shown.key());
            Optional<KeyHome> home = keys.activated(key.name());
            Optional<Unreadable> unknown = home.isPresent() ? unrestricted(key) : refusedKey(key, keys);
            if (unknown.isPresent()) {
                return unknown.get();
            }
            TpmSignature signature = TpmSignature.parse(shown.signature());
            if (!signature.verifies(key.key(), shown.attest())) {
                return no(Refusal.SIGNATURE_INVALID, "the quote is not signed by the attestation key");
            }
            TpmAttest attest = TpmAttest.parse(shown.attest());
            if (!(attest.attested() instanceof Attested.Quote quote)) {
                return no(Refusal.QUOTE_MISMATCH, "what is signed is no quote over registers");
            }
            Optional<byte[]> digest = shown.values().digest(quote.selection(), signature.hash());
            if (digest.isEmpty()) {
                return no(Refusal.QUOTE_MISMATCH, "a register that was quoted is not shown");
            }
            if (!Arrays.equals(digest.get(), quote.digest())) {
                return no(Refusal.QUOTE_MISMATCH, "the registers shown are not those that were quoted");
            }
            TpmLogs logs = new TpmLogs(shown, quote.selection());
            return logs.fault()
                    .<EvidenceReading>map(text -> no(Refusal.LOG_MISMATCH, text))
                    .orElseGet(
                            () -> new EvidenceReading.Read(statement(shown, logs, key, home, signature, attest, quote)
                                    .over(shown.attest())));
        } catch (MalformedException | IllegalArgumentException fault) {
            return no(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
    }

    private static Unreadable no(Refusal refusal, String detail) {
        return new Unreadable(refusal, detail);
    }

    /** An attestation key is one that the maker registered for this device and that signs only what its TPM made. */
    private static Optional<Unreadable> refusedKey(TpmPublic key, EvidenceKeys keys) {
        Optional<Environment> device = keys.device();
        List<java.security.PublicKey> registered = device.map(keys::attesters)
                .orElseGet(() -> keys.enrolled().map(List::of).orElse(List.of()));
        String name = HexFormat.of().formatHex(key.name());
        if (registered.stream()
                .noneMatch(known -> Arrays.equals(known.getEncoded(), key.key().getEncoded()))) {
            return Optional.of(no(
                    Refusal.KEY_UNKNOWN,
                    "no maker registered the attestation key with the name " + name + " for this device"));
        }
        List<byte[]> names = device.map(keys::keyIds).orElse(List.of());
        if (!names.isEmpty() && names.stream().noneMatch(known -> Arrays.equals(known, key.name()))) {
            return Optional.of(no(
                    Refusal.KEY_UNKNOWN,
                    "the attestation key is registered with another name than " + name
                            + ": its attributes are not those that the maker saw"));
        }
        return unrestricted(key);
    }

    private static Optional<Unreadable> unrestricted(TpmPublic key) {
        return key.isAttestationKey()
                ? Optional.empty()
                : Optional.of(no(
                        Refusal.KEY_NOT_RESTRICTED,
                        "the key may sign what no TPM made: it is not a restricted signing key that is fixed"
                                + " to its TPM"));
    }

    private Statement statement(
            TpmEvidence shown,
            TpmLogs logs,
            TpmPublic key,
            Optional<KeyHome> home,
            TpmSignature signature,
            TpmAttest attest,
            Attested.Quote quote) {
        List<String> remarks = new ArrayList<>();
        if (!attest.safe()) {
            remarks.add("The TPM's clock may have gone back since the last boot.");
        }
        if (shown.eventLog().isEmpty()) {
            remarks.add("The device sent no log of its firmware's events.");
        }
        if (shown.imaLog().isEmpty()) {
            remarks.add("The device sent no log of the files that its kernel measured.");
        }
        remarks.addAll(logs.story());
        Digest all = new Digest(signature.hash().named(), quote.digest());
        EvidenceAppraised.Software software = QuoteAlone.software(attest, quote);
        return new Statement(
                name(),
                key.key().getEncoded(),
                attest.extraData(),
                Statement.Device.unnamed(),
                software,
                home.filter(place -> !place.isHardware()).isPresent() ? Proof.SOFTWARE_TPM_QUOTED : Proof.TPM_QUOTED,
                Measured.of(elements(shown, quote.selection(), all), Optional.of(MeasuredElement.UNNAMED), List.of())
                        .with(logs.ran())
                        .with(logs.booted()),
                ClaimsSet.Times.OPEN,
                Statement.Side.NONE,
                remarks);
    }

    private static Map<MeasuredElement, MeasurementValues> elements(
            TpmEvidence shown, List<PcrSelection> selection, Digest all) {
        Map<MeasuredElement, List<Digest>> registers = new LinkedHashMap<>();
        for (PcrSelection bank : selection) {
            for (int pcr : bank.pcrs()) {
                registers
                        .computeIfAbsent(new MeasuredElement.Numbered(pcr), key -> new ArrayList<>())
                        .add(new Digest(
                                bank.hash().named(),
                                shown.values().value(bank.hash(), pcr).orElseThrow()));
            }
        }
        Map<MeasuredElement, MeasurementValues> elements = new LinkedHashMap<>();
        registers.forEach((pcr, digests) ->
                elements.put(pcr, MeasurementValues.ofDigest(digests.getFirst()).withDigests(digests)));
        elements.put(MeasuredElement.UNNAMED, MeasurementValues.ofDigest(all).withRegisters(registers));
        return elements;
    }

    @Override
    public Conclusion conclude(Statement statement, Compared compared) {
        Map<TrustCategory, Integer> vector = Conclusion.about(
                TrustCategory.EXECUTABLES,
                TrustClaims.EXECUTABLES_APPROVED_BOOT,
                TrustClaims.EXECUTABLES_CONTRAINDICATED,
                compared);
        return new Conclusion(
                vector,
                List.of(),
                statement.measured().ran().isPresent()
                        ? List.of()
                        : List.of("Only the registers that were quoted are compared, not what ran since boot."));
    }
}
