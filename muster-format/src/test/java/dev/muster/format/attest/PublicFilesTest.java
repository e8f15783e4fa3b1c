package dev.muster.format.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.MalformedException;
import dev.muster.format.Vectors;
import dev.muster.format.attest.cca.CcaToken;
import dev.muster.format.attest.cmw.CmwJson;
import dev.muster.format.attest.cmw.CmwReader;
import dev.muster.format.attest.corim.Comids;
import dev.muster.format.attest.corim.CorimReader;
import dev.muster.format.attest.corim.CoservQuery;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.coswid.CoswidReader;
import dev.muster.format.attest.ear.EarJsonReader;
import dev.muster.format.attest.ear.EarReader;
import dev.muster.format.attest.eat.DetachedBundle;
import dev.muster.format.attest.eat.EatJson;
import dev.muster.format.attest.eat.EatReader;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.psa.PsaJson;
import dev.muster.format.attest.psa.PsaMessage;
import dev.muster.format.attest.psa.PsaReader;
import dev.muster.format.attest.tpm.EventLog;
import dev.muster.format.attest.tpm.ImaLog;
import dev.muster.format.attest.tpm.TpmAttest;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.attest.tpm.TpmSignature;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every public file of attestation, and what it is read as: {@code docs/public-files.tsv}. Signatures and appraisals of those
 * that have them are the matter of each format's own tests. Run with {@code -Dmuster.write=true} to write the table anew.
 */
class PublicFilesTest {
    private static final List<String> FOLDERS = List.of("eat", "psa", "corim", "coserv", "cmw", "ear", "dice", "tpm");

    /** What a reader makes of bytes. */
    private interface Reader {
        Object read(byte[] bytes) throws CertificateException;
    }

    private record Named(String what, Reader reader) {}

    private static final List<Named> CORIM = List.of(
            new Named("CoMID", Comids::parse),
            new Named("signed manifest", SignedCorim::parse),
            new Named("manifest", CorimReader::parse),
            new Named("CCA token", CcaToken::parse));
    private static final List<Named> PSA =
            List.of(new Named("token", PsaMessage::parse), new Named("claims", PsaReader::parse));
    private static final List<Named> EAT = List.of(
            new Named("token", EatToken::envelope),
            new Named("detached bundle", DetachedBundle::parse),
            new Named("CoSWID", CoswidReader::parse),
            new Named("claims", EatReader::parse));
    private static final List<Named> TPM = List.of(
            new Named("attestation", TpmAttest::parse),
            new Named("public area", TpmPublic::parse),
            new Named("signature", TpmSignature::parse),
            new Named("event log", EventLog::parse),
            new Named("certificate", PublicFilesTest::certificate),
            new Named("IMA list", ImaLog::parse));

    private static Object certificate(byte[] bytes) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    private static List<Named> binary(String folder) {
        return switch (folder) {
            case "corim" -> CORIM;
            case "psa" -> PSA;
            case "eat" -> EAT;
            case "coserv" -> List.of(new Named("query or answer", CoservQuery::parse));
            case "cmw" -> List.of(new Named("wrapper", CmwReader::parse));
            case "ear" -> List.of(new Named("result", EarReader::parse));
            case "dice" ->
                List.of(
                        new Named("X.509 certificate", PublicFilesTest::certificate),
                        new Named("CBOR certificate", PublicFilesTest::sign1));
            default -> TPM;
        };
    }

    private static List<Named> json(String folder) {
        return switch (folder) {
            case "psa" -> List.of(new Named("claims in JSON", PsaJson::parse));
            case "eat" -> List.of(new Named("claims in JSON", text -> EatReader.parse(EatJson.toCbor(text))));
            case "cmw" -> List.of(new Named("wrapper in JSON", CmwJson::parse));
            case "ear" -> List.of(new Named("result in JSON", EarJsonReader::parse));
            default -> List.of();
        };
    }

    private static Object sign1(byte[] bytes) {
        return CoseSign1.read(Cbor.parse(bytes), CoseProfile.GENERIC);
    }

    /** What has no reader on its own here, and where it is looked at. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "cotl-1.diag", "tag list, read inside manifests",
            "parsec-tpm-evidence-evidence.cbor", "evidence, read by its scheme",
            "ekpub.pem", "key, not evidence",
            "mkcred.out", "credential blob, not evidence",
            "quotepcr.out", "keylime's own form of PCR values, not read");

    private static String outcome(String folder, String name, byte[] bytes) {
        if (ELSEWHERE.containsKey(name)) {
            return ELSEWHERE.get(name);
        }
        if (name.endsWith(".cddl")) {
            return "grammar";
        }
        if (name.startsWith("intrep-") || name.startsWith("protected-header-")) {
            return "no wire format of its own";
        }
        byte[] content = bytes;
        List<Named> readers = binary(folder);
        if (name.endsWith(".json") || name.contains("-json-")) {
            readers = json(folder);
        } else if (name.endsWith(".diag")) {
            try {
                content = Diagnostic.parse(new String(bytes, StandardCharsets.UTF_8))
                        .encoded();
            } catch (MalformedException | IllegalArgumentException broken) {
                return "refused: no diagnostic notation";
            }
        }
        String why = "";
        for (Named one : readers) {
            try {
                one.reader().read(content);
                return one.what();
            } catch (MalformedException | IllegalArgumentException | CertificateException other) {
                why = String.valueOf(other.getMessage()).lines().findFirst().orElse("");
            }
        }
        return readers.isEmpty() ? "not read" : "refused: " + why;
    }

    private static Map<String, String> outcomes() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String folder : FOLDERS) {
            Path root = Vectors.path(folder);
            List<Path> files = new ArrayList<>();
            try (Stream<Path> walk = Files.walk(root)) {
                walk.filter(Files::isRegularFile).forEach(files::add);
            }
            for (Path file : files) {
                String name = folder + "/" + root.relativize(file);
                found.put(name, outcome(folder, file.getFileName().toString(), Files.readAllBytes(file)));
            }
        }
        return found;
    }

    @Test
    void everyPublicFileIsReadAsItsTableSays() throws IOException {
        Map<String, String> found = outcomes();
        StringBuilder text = new StringBuilder("# Public files of attestation, and what each is read as or why not.\n");
        found.forEach(
                (name, what) -> text.append(name).append('\t').append(what).append('\n'));
        Path table = Path.of("../docs/public-files.tsv");
        if (Boolean.getBoolean("muster.write")) {
            Files.writeString(table, text);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(table));
        assertThat(found.values()).as("files that are no grammar").anyMatch(what -> !what.equals("grammar"));
    }
}
