package dev.muster.format.join.x509;

import dev.muster.format.der.DerBackwards;
import dev.muster.format.der.DerReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The four attributes of a distinguished name that a device's certificate uses (IEEE 802.1AR-2018 §8.6; X.520). Other
 * attributes are ignored when read; the same attribute twice, or several in one RDN, is malformed because two readers
 * could take different ones for the device's name.
 *
 * @param organization O (2.5.4.10): the maker in an IDevID, the organisation in an LDevID
 * @param organizationalUnit OU (2.5.4.11): the model in an IDevID
 * @param commonName CN (2.5.4.3)
 * @param serialNumber serialNumber (2.5.4.5): the device
 */
public record SubjectName(
        Optional<String> organization,
        Optional<String> organizationalUnit,
        Optional<String> commonName,
        Optional<String> serialNumber) {

    /** X.520 bounds O and OU at 64 and everything else we read below that; a name beyond this is not for us. */
    static final int MAX_VALUE_CHARS = 128;

    private static final int USUAL_BYTES = 96;
    private static final int SET = 0x31;
    private static final int UTF8_STRING = 0x0C;
    private static final int PRINTABLE_STRING = 0x13;

    // The last number of 2.5.4.n.
    private static final int COMMON_NAME = 3;
    private static final int SERIAL_NUMBER = 5;
    private static final int ORGANIZATION = 10;
    private static final int ORGANIZATIONAL_UNIT = 11;

    /** A name with an organisation and a device's serial number: the subject of an LDevID. */
    public static SubjectName device(String organization, String serialNumber) {
        return new SubjectName(
                Optional.of(organization), Optional.empty(), Optional.empty(), Optional.of(serialNumber));
    }

    /** What a device asks for that does not know its name. */
    public static SubjectName nameless(String organization) {
        return new SubjectName(Optional.of(organization), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The subject of an IDevID. */
    public static SubjectName factory(String maker, String model, String serialNumber) {
        return new SubjectName(Optional.of(maker), Optional.of(model), Optional.empty(), Optional.of(serialNumber));
    }

    /** The subject of an authority. */
    public static SubjectName authority(String organization, String commonName) {
        return new SubjectName(Optional.of(organization), Optional.empty(), Optional.of(commonName), Optional.empty());
    }

    /** The subject of who appraises evidence for an organisation. */
    public static SubjectName verifier(String organization) {
        return new SubjectName(
                Optional.of(organization), Optional.empty(), Optional.of("attestation verifier"), Optional.empty());
    }

    /** The subject of who lets people work on an organisation's devices. */
    public static SubjectName maintenance(String organization) {
        return new SubjectName(
                Optional.of(organization), Optional.empty(), Optional.of("maintenance grants"), Optional.empty());
    }

    /** @throws X509Exception when an attribute occurs twice or is not text */
    public static SubjectName of(X500Principal principal) {
        try {
            return of(X500Name.getInstance(ASN1Primitive.fromByteArray(principal.getEncoded())));
        } catch (IOException e) {
            throw new X509Exception("not a distinguished name", "subject", e);
        }
    }

    /** Whether there is one, however it stands there: also in a name that cannot be read otherwise. */
    static boolean hasSerialNumber(X500Principal principal) {
        return X500Name.getInstance(principal.getEncoded()).getRDNs(BCStyle.SERIALNUMBER).length > 0;
    }

    /** @throws X509Exception when an attribute occurs twice or is not text */
    public static SubjectName of(X500Name name) {
        for (RDN rdn : name.getRDNs()) {
            if (rdn.isMultiValued()) {
                throw new X509Exception("several attributes in one RDN", "subject");
            }
        }
        return new SubjectName(
                one(name, BCStyle.O), one(name, BCStyle.OU), one(name, BCStyle.CN), one(name, BCStyle.SERIALNUMBER));
    }

    /**
     * The name in a request. What it asks for beside the device's name is not taken over, so an OU that occurs twice
     * does no harm there; a device that names itself twice still does.
     *
     * @throws X509Exception when serialNumber occurs twice or is not text
     */
    static SubjectName wished(X500Name name) {
        return new SubjectName(
                first(name, BCStyle.O),
                first(name, BCStyle.OU),
                first(name, BCStyle.CN),
                one(name, BCStyle.SERIALNUMBER));
    }

    private static Optional<String> first(X500Name name, ASN1ObjectIdentifier type) {
        RDN[] found = name.getRDNs(type);
        return found.length == 0
                ? Optional.empty()
                : Arrays.stream(found[0].getTypesAndValues())
                        .filter(attribute ->
                                attribute.getType().equals(type) && attribute.getValue() instanceof ASN1String)
                        .map(attribute -> ((ASN1String) attribute.getValue()).getString())
                        .findFirst();
    }

    /** The same for the library. */
    public X500Name toX500Name() {
        return X500Name.getInstance(encode());
    }

    /** DER of the name: serialNumber is a PrintableString (X.520 §6.2.9), everything else is UTF-8. */
    byte[] encode() {
        DerBackwards out = new DerBackwards(USUAL_BYTES);
        serialNumber.ifPresent(value -> put(out, SERIAL_NUMBER, PRINTABLE_STRING, value));
        commonName.ifPresent(value -> put(out, COMMON_NAME, UTF8_STRING, value));
        organizationalUnit.ifPresent(value -> put(out, ORGANIZATIONAL_UNIT, UTF8_STRING, value));
        organization.ifPresent(value -> put(out, ORGANIZATION, UTF8_STRING, value));
        return out.wrap(DerReader.SEQUENCE, 0).bytes();
    }

    private static void put(DerBackwards out, int attribute, int string, String value) {
        int since = out.length();
        out.put(string, value.getBytes(string == UTF8_STRING ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII));
        out.put(new byte[] {6, 3, 0x55, 4, (byte) attribute});
        out.wrap(DerReader.SEQUENCE, since).wrap(SET, since);
    }

    private static Optional<String> one(X500Name name, ASN1ObjectIdentifier type) {
        RDN[] found = name.getRDNs(type);
        if (found.length == 0) {
            return Optional.empty();
        }
        if (found.length > 1) {
            throw new X509Exception("attribute occurs twice: " + type, "subject");
        }
        AttributeTypeAndValue attribute = Arrays.stream(found[0].getTypesAndValues())
                .filter(candidate -> candidate.getType().equals(type))
                .findFirst()
                .orElseThrow();
        if (!(attribute.getValue() instanceof ASN1String text)) {
            throw new X509Exception("attribute is not text: " + type, "subject");
        }
        String value = text.getString();
        if (value.isEmpty() || value.length() > MAX_VALUE_CHARS || value.chars().anyMatch(Character::isISOControl)) {
            throw new X509Exception("attribute is empty, too long or has control characters: " + type, "subject");
        }
        return Optional.of(value);
    }
}
