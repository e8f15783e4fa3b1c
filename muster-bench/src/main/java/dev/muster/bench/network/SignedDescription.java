package dev.muster.bench.network;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** A MUD file with as many rules as wanted, and its maker's signature (ECDSA on P-256). */
record SignedDescription(byte[] file, byte[] signature, X509Certificate maker) {

    static SignedDescription of(int rules)
            throws GeneralSecurityException, OperatorCreationException, CMSException, IOException {
        byte[] file = text(rules).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair key = generator.generateKeyPair();
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
        X500Name name = new X500Name("CN=maker");
        Instant now = Instant.now();
        X509Certificate maker = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(now.minusSeconds(60)),
                                Date.from(now.plusSeconds(86_400)),
                                name,
                                key.getPublic())
                        .build(signer));
        CMSSignedDataGenerator cms = new CMSSignedDataGenerator();
        cms.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                .build(signer, maker));
        cms.addCertificates(new JcaCertStore(List.of(maker)));
        return new SignedDescription(
                file, cms.generate(new CMSProcessableByteArray(file), false).getEncoded(), maker);
    }

    private static String text(int rules) {
        StringBuilder aces = new StringBuilder();
        for (int i = 0; i < rules; i++) {
            String peer = i % 2 == 0
                    ? "'ietf-acldns:dst-dnsname':'s" + i + ".maker.example'"
                    : "'destination-ipv4-network':'10." + i + ".0.0/24'";
            aces.append(i == 0 ? "" : ",")
                    .append("{'name':'r")
                    .append(i)
                    .append("','matches':{'ipv4':{'protocol':6,")
                    .append(peer)
                    .append(
                            "},'tcp':{'ietf-mud:direction-initiated':'from-device','destination-port':{'operator':'eq','port':")
                    .append(1000 + i)
                    .append("}}},'actions':{'forwarding':'accept'}}");
        }
        return "{'ietf-mud:mud':{'mud-version':1,'mud-url':'https://maker.example/lamp','last-update':'2026-01-01T00:00:00Z',"
                + "'is-supported':true,'from-device-policy':{'access-lists':{'access-list':[{'name':'f'}]}}},"
                + "'ietf-access-control-list:acls':{'acl':[{'name':'f','type':'ipv4-acl-type','aces':{'ace':[" + aces
                + "]}}]}}";
    }
}
