package dev.muster.format.cose;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborFloat;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborSimple;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborText;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * What our reader takes, a reader that nobody here wrote (com.upokecenter:cbor) takes for the same. Two readers that
 * disagree about bytes are how a signature comes to cover something else than what is acted on.
 */
class OtherReaderFuzzTest {
    private static final byte[] EMPTY_MAP = {(byte) 0xa0};
    private static final String BIGNUM = "2";
    private static final String NEGATIVE_BIGNUM = "3";

    @FuzzTest
    void itemsAreTheSame(byte[] data) {
        Cbor ours;
        try {
            ours = Cbor.parse(data, CborProfile.STRICT, CborLimits.DEFAULT);
        } catch (CborException refused) {
            return;
        }
        CBORObject theirs;
        try {
            theirs = CBORObject.DecodeFromBytes(data);
        } catch (CBORException refused) {
            throw new AssertionError("taken here and refused there", refused);
        }
        compare(ours, theirs);
    }

    /** The bytes that a signature covers, built by the other library from the same message. */
    @FuzzTest
    void signedBytesAreTheSame(byte[] data) {
        CoseSign1 message;
        try {
            message = CoseSign1.parse(data, CoseProfile.STRICT);
        } catch (MalformedException refused) {
            return;
        }
        CBORObject theirs = CBORObject.DecodeFromBytes(data).Untag();
        byte[] payload = {1, 2, 3};
        byte[] header = theirs.get(0).GetByteString();
        // RFC 9052 §4.4: an empty map counts as an empty string.
        CBORObject structure = CBORObject.NewArray()
                .Add("Signature1")
                .Add(Arrays.equals(header, EMPTY_MAP) ? new byte[0] : header)
                .Add(new byte[] {9})
                .Add(payload);
        if (!Arrays.equals(structure.EncodeToBytes(), message.toBeSigned(new byte[] {9}, payload))) {
            throw new AssertionError("other bytes are signed");
        }
        if (!Arrays.equals(theirs.get(3).GetByteString(), message.signature())) {
            throw new AssertionError("another signature");
        }
        boolean detached = theirs.get(2).isNull();
        if (detached != message.payload().isEmpty()
                || (!detached
                        && !Arrays.equals(
                                theirs.get(2).GetByteString(), message.payload().orElseThrow()))) {
            throw new AssertionError("another payload");
        }
        compare(message.unprotected(), theirs.get(1));
    }

    private static void compare(Cbor ours, CBORObject theirs) {
        switch (ours) {
            case CborInteger number -> same(number.asBigInteger().toString(), integer(theirs));
            case CborBytes bytes -> same(Arrays.equals(bytes.asBytes(), theirs.GetByteString()), "bytes");
            case CborText text -> same(text.asText(), theirs.AsString());
            case CborArray array -> array(array, theirs);
            case CborMap map -> map(map, theirs);
            case CborTag tag -> tag(tag, theirs);
            case CborSimple simple -> same(simple.value() == theirs.getSimpleValue(), "simple value");
            case CborFloat number -> number(number, theirs);
        }
    }

    private static String integer(CBORObject theirs) {
        same(theirs.getType() == CBORType.Integer, "an integer");
        return theirs.AsEIntegerValue().toString();
    }

    private static void array(CborArray array, CBORObject theirs) {
        same(theirs.getType() == CBORType.Array && array.size() == theirs.size(), "an array of that size");
        for (int i = 0; i < array.size(); i++) {
            compare(array.get(i), theirs.get(i));
        }
    }

    private static void map(CborMap map, CBORObject theirs) {
        same(theirs.getType() == CBORType.Map && map.size() == theirs.size(), "a map of that size");
        for (CborMap.Entry entry : map.entries()) {
            CBORObject key = CBORObject.DecodeFromBytes(entry.key().encoded());
            same(theirs.ContainsKey(key), "a key");
            compare(entry.value(), theirs.get(key));
        }
    }

    private static void tag(CborTag tag, CBORObject theirs) {
        String number = number(tag);
        if (number.equals(BIGNUM) || number.equals(NEGATIVE_BIGNUM)) {
            // They are numbers there.
            same(
                    tag.asBigInteger().toString(),
                    theirs.AsNumber().ToEIntegerIfExact().toString());
            return;
        }
        same(number, theirs.getMostOuterTag().toString());
        compare(tag.content(), theirs.UntagOne());
    }

    /** Numbers of tags beyond 63 bits are read by nobody here. */
    private static String number(CborTag tag) {
        try {
            return Long.toString(tag.tag());
        } catch (CborException beyond) {
            return new BigInteger(1, Arrays.copyOfRange(tag.encoded(), 1, 1 + Long.BYTES)).toString();
        }
    }

    private static void number(CborFloat number, CBORObject theirs) {
        double value = theirs.AsDoubleValue();
        same(Double.isNaN(value) ? Double.isNaN(number.asDouble()) : value == number.asDouble(), "a float");
    }

    private static void same(Object ours, Object theirs) {
        same(ours.equals(theirs), ours + " is there " + theirs);
    }

    private static void same(boolean same, String what) {
        if (!same) {
            throw new AssertionError("the other reader sees something else: " + what);
        }
    }
}
