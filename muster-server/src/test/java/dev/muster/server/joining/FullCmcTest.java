package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstBase64.Form;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.SignedMessage;
import dev.muster.server.joining.Site.Identity;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmc.BodyPartID;
import org.bouncycastle.asn1.cmc.CMCFailInfo;
import org.bouncycastle.asn1.cmc.CMCObjectIdentifiers;
import org.bouncycastle.asn1.cmc.CMCStatus;
import org.bouncycastle.asn1.cmc.CMCStatusInfoV2;
import org.bouncycastle.asn1.cmc.CertificationRequest;
import org.bouncycastle.asn1.cmc.OtherMsg;
import org.bouncycastle.asn1.cmc.PKIData;
import org.bouncycastle.asn1.cmc.PKIResponse;
import org.bouncycastle.asn1.cmc.TaggedAttribute;
import org.bouncycastle.asn1.cmc.TaggedCertificationRequest;
import org.bouncycastle.asn1.cmc.TaggedContentInfo;
import org.bouncycastle.asn1.cmc.TaggedRequest;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** fullcmc, with requests that BouncyCastle and openssl make and answers that they read: none of our code is on that side. */
class FullCmcTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PKI_DATA = "1.3.6.1.5.5.7.12.2";
    private static final byte[] NONCE = {1, 2, 3, 4, 5, 6, 7, 8};

    @TempDir
    Path data;

    private final Identity maker = Site.maker("Acme");

    /** What BouncyCastle reads in an answer. */
    private record Said(CMCStatusInfoV2 status, PKIResponse response, List<X509Certificate> certificates) {
        CMCStatus word() {
            return status.getCMCStatus();
        }

        String words() {
            return status.getStatusStringUTF8() == null
                    ? ""
                    : status.getStatusStringUTF8().getString();
        }

        CMCFailInfo fault() {
            return CMCFailInfo.getInstance(status.getOtherStatusInfo().toASN1Primitive());
        }

        ASN1Encodable control(ASN1ObjectIdentifier type) {
            for (ASN1Encodable each : response.getControlSequence()) {
                TaggedAttribute control = TaggedAttribute.getInstance(each);
                if (control.getAttrType().equals(type)) {
                    return control.getAttrValues().getObjectAt(0);
                }
            }
            throw new AssertionError("no control " + type);
        }
    }

    @Test
    void aDeviceJoinsByARequestThatItsNewKeySigned() throws Exception {
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            KeyPair keys = Keys.generateP256(RANDOM);
            byte[] content = pkiData(keys, transaction(), nonce());
            HttpResponse<byte[]> answer =
                    post(site, Site.factory(maker, "Acme", "cam-07"), byKey(content, keys), EstMessage.PKCS7);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type"))
                    .contains("application/pkcs7-mime; smime-type=CMC-response");
            Said said = read(answer);
            assertThat(said.word()).isEqualTo(CMCStatus.success);
            assertThat(said.status().getBodyList()[0].getID()).isEqualTo(7);
            assertThat(ASN1Integer.getInstance(said.control(CMCObjectIdentifiers.id_cmc_transactionId))
                            .getValue())
                    .isEqualTo(BigInteger.valueOf(4711));
            assertThat(ASN1OctetString.getInstance(said.control(CMCObjectIdentifiers.id_cmc_recipientNonce))
                            .getOctets())
                    .isEqualTo(NONCE);
            assertThat(said.certificates())
                    .filteredOn(each -> each.getPublicKey().equals(keys.getPublic()))
                    .singleElement()
                    .satisfies(each ->
                            assertThat(each.getSubjectX500Principal().getName()).contains("2.5.4.5=#1306"));
            assertThat(site.factWhen("cam-07", "joining.idevid", "verified")).isEqualTo("verified");
        }
    }

    /** The present certificate signs, openssl made the message, and openssl verifies what comes back. */
    @Test
    void aDeviceRenewsByARequestThatOpensslSigned() throws Exception {
        try (Site site = Site.start(data.resolve("site"), "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            Identity cam = site.enrol(Site.factory(maker, "Acme", "cam-07"), "cam-07");
            KeyPair next = Keys.generateP256(RANDOM);
            X500Name same = X500Name.getInstance(
                    cam.certificate().getSubjectX500Principal().getEncoded());
            Files.write(data.resolve("pkidata"), pkiData(same, next));
            Files.writeString(data.resolve("cam.pem"), cam.keyPem() + cam.certificatePem());
            openssl(
                    "cms",
                    "-sign",
                    "-binary",
                    "-nodetach",
                    "-econtent_type",
                    PKI_DATA,
                    "-in",
                    "pkidata",
                    "-signer",
                    "cam.pem",
                    "-outform",
                    "DER",
                    "-out",
                    "request.der");
            HttpResponse<byte[]> answer =
                    post(site, cam, Files.readAllBytes(data.resolve("request.der")), EstMessage.PKCS7);
            assertThat(read(answer).word()).isEqualTo(CMCStatus.success);
            Files.write(data.resolve("answer.der"), bytes(answer));
            String roots = site.api("GET", "/api/v1/demo/authority", null)
                    .path("chain")
                    .asString();
            Files.writeString(data.resolve("roots.pem"), roots);
            openssl(
                    "cms",
                    "-verify",
                    "-inform",
                    "DER",
                    "-in",
                    "answer.der",
                    "-CAfile",
                    "roots.pem",
                    "-purpose",
                    "any",
                    "-out",
                    "content");
            assertThat(PKIResponse.getInstance(Files.readAllBytes(data.resolve("content"))))
                    .isNotNull();
            assertThat(site.get(cam, "/devices/demo/orders").statusCode())
                    .as("the old key is over")
                    .isEqualTo(401);
        }
    }

    @Test
    void whatIsWrongIsSaidInCmcToo() throws Exception {
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            Identity factory = Site.factory(maker, "Acme", "cam-07");
            KeyPair keys = Keys.generateP256(RANDOM);
            byte[] content = pkiData(keys);
            byte[] good = byKey(content, keys);

            Said stranger = refused(post(site, factory, byKey(content, Keys.generateP256(RANDOM)), EstMessage.PKCS7));
            assertThat(stranger.words()).startsWith("cmc-unsigned");
            assertThat(stranger.fault()).isEqualTo(CMCFailInfo.badMessageCheck);

            // The signature is good for other bytes: the transaction that it covers was exchanged.
            byte[] bent = byKey(pkiData(keys, transaction()), keys);
            int at = indexOf(bent, new byte[] {0x02, 0x02, 0x12, 0x67});
            bent[at + 3] ^= 1;
            assertThat(refused(post(site, factory, bent, EstMessage.PKCS7)).words())
                    .startsWith("cmc-unsigned");

            TaggedAttribute revoke = new TaggedAttribute(
                    new BodyPartID(9), CMCObjectIdentifiers.id_cmc_revokeRequest, new DERSet(new ASN1Integer(1)));
            assertThat(refused(post(site, factory, byKey(pkiData(keys, revoke), keys), EstMessage.PKCS7))
                            .words())
                    .startsWith("cmc-unsupported")
                    .contains("1.3.6.1.5.5.7.7.17");
            TaggedAttribute twin = new TaggedAttribute(
                    new BodyPartID(7), CMCObjectIdentifiers.id_cmc_senderNonce, new DERSet(new DEROctetString(NONCE)));
            assertThat(refused(post(site, factory, byKey(pkiData(keys, twin), keys), EstMessage.PKCS7))
                            .words())
                    .contains("two parts have the number 7");
            assertThat(refused(post(site, factory, new byte[] {1, 2, 3}, EstMessage.PKCS7))
                            .words())
                    .startsWith("request-malformed");
            assertThat(refused(post(site, factory, Arrays.copyOf(good, good.length - 9), EstMessage.PKCS7))
                            .words())
                    .startsWith("request-malformed");

            HttpResponse<byte[]> nobody = post(site, null, good, EstMessage.PKCS7);
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.headers().firstValue("www-authenticate")).isPresent();
            assertThat(read(nobody).fault()).isEqualTo(CMCFailInfo.badIdentity);

            HttpResponse<byte[]> simple = post(site, factory, good, EstMessage.PKCS10);
            assertThat(simple.statusCode()).isEqualTo(415);
            assertThat(Site.code(simple)).isEqualTo("415 content-type");
            assertThat(read(post(site, factory, good, EstMessage.PKCS7)).word())
                    .as("and the honest one still joins")
                    .isEqualTo(CMCStatus.success);
        }
    }

    @Test
    void aPersonIsWaitedFor() throws Exception {
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(Site.ORG, maker, "Acme", "approval");
            Identity factory = Site.factory(maker, "Acme", "cam-07");
            KeyPair keys = Keys.generateP256(RANDOM);
            byte[] request = byKey(pkiData(keys), keys);
            HttpResponse<byte[]> waits = post(site, factory, request, EstMessage.PKCS7);
            assertThat(waits.statusCode()).isEqualTo(202);
            assertThat(waits.headers().firstValue("retry-after")).contains("15");
            assertThat(read(waits).word()).isEqualTo(CMCStatus.pending);
            site.api("POST", "/api/v1/demo/joining/waiting/cam-07/admit", null);
            assertThat(read(post(site, factory, request, EstMessage.PKCS7)).word())
                    .isEqualTo(CMCStatus.success);
        }
    }

    /** Another reader of the same message: ours. */
    @Test
    void ourOwnReaderTakesWhatTheyWrite() throws Exception {
        KeyPair keys = Keys.generateP256(RANDOM);
        SignedMessage message = SignedMessage.parse(byKey(pkiData(keys), keys), "cmc");
        assertThat(message.isSignedBy(keys.getPublic())).isTrue();
        assertThat(message.isSignedBy(Keys.generateP256(RANDOM).getPublic())).isFalse();
        assertThat(message.named()).isEmpty();
    }

    private static Said refused(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(400);
        Said said = read(answer);
        assertThat(said.word()).isEqualTo(CMCStatus.failed);
        return said;
    }

    private static byte[] bytes(HttpResponse<byte[]> answer) {
        return EstBase64.decode(answer.body(), SignedMessage.MAX_BYTES);
    }

    /** As BouncyCastle sees it: the signature is verified with the certificate that comes along. */
    private static Said read(HttpResponse<byte[]> answer) throws Exception {
        CMSSignedData signed = new CMSSignedData(bytes(answer));
        assertThat(signed.getSignedContentTypeOID()).isEqualTo("1.3.6.1.5.5.7.12.3");
        SignerInformation one = signed.getSignerInfos().getSigners().iterator().next();
        @SuppressWarnings("unchecked")
        Collection<X509CertificateHolder> own = signed.getCertificates().getMatches(one.getSID());
        assertThat(one.verify(new JcaSimpleSignerInfoVerifierBuilder()
                        .build(own.iterator().next())))
                .isTrue();
        assertThat(own.iterator()
                        .next()
                        .getExtension(Extension.extendedKeyUsage)
                        .getParsedValue()
                        .toString())
                .contains("1.3.6.1.5.5.7.3.27");
        PKIResponse response =
                PKIResponse.getInstance((byte[]) signed.getSignedContent().getContent());
        TaggedAttribute first =
                TaggedAttribute.getInstance(response.getControlSequence().getObjectAt(0));
        List<X509Certificate> certificates = new ArrayList<>();
        for (X509CertificateHolder each : signed.getCertificates().getMatches(null)) {
            certificates.add(new JcaX509CertificateConverter().getCertificate(each));
        }
        return new Said(CMCStatusInfoV2.getInstance(first.getAttrValues().getObjectAt(0)), response, certificates);
    }

    private static TaggedAttribute transaction() {
        return new TaggedAttribute(
                new BodyPartID(1), CMCObjectIdentifiers.id_cmc_transactionId, new DERSet(new ASN1Integer(4711)));
    }

    private static TaggedAttribute nonce() {
        return new TaggedAttribute(
                new BodyPartID(2), CMCObjectIdentifiers.id_cmc_senderNonce, new DERSet(new DEROctetString(NONCE)));
    }

    private static byte[] pkiData(KeyPair keys, TaggedAttribute... controls) throws Exception {
        return pkiData(new X500Name("CN=x"), keys, controls);
    }

    private static byte[] pkiData(X500Name subject, KeyPair keys, TaggedAttribute... controls) throws Exception {
        byte[] csr = new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
        TaggedRequest request = new TaggedRequest(
                new TaggedCertificationRequest(new BodyPartID(7), CertificationRequest.getInstance(csr)));
        return new PKIData(controls, new TaggedRequest[] {request}, new TaggedContentInfo[0], new OtherMsg[0])
                .getEncoded();
    }

    /** Signed as RFC 5272 §3.2.1.1 says for a key that has no certificate: named by its identifier. */
    private static byte[] byKey(byte[] content, KeyPair keys) throws Exception {
        CMSSignedDataGenerator cms = new CMSSignedDataGenerator();
        cms.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()), new byte[] {9, 9, 9}));
        return cms.generate(new CMSProcessableByteArray(new ASN1ObjectIdentifier(PKI_DATA), content), true)
                .getEncoded();
    }

    private static HttpResponse<byte[]> post(Site site, @Nullable Identity who, byte[] message, String type)
            throws Exception {
        try (HttpClient client = site.client(who)) {
            HttpRequest request = HttpRequest.newBuilder(site.device(EstMessage.path(Site.ORG, EstMessage.FULLCMC)))
                    .header("content-type", type + (type.equals(EstMessage.PKCS7) ? "; smime-type=CMC-request" : ""))
                    .POST(BodyPublishers.ofByteArray(EstBase64.encode(message, Form.LINES)))
                    .build();
            return client.send(request, BodyHandlers.ofByteArray());
        }
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    private void openssl(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(data.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
    }
}
