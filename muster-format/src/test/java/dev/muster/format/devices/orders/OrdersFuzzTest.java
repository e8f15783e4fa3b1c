package dev.muster.format.devices.orders;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are orders, a report, or malformed; what was read can be written and read again. */
class OrdersFuzzTest {

    @FuzzTest
    void orders(byte[] bytes) {
        try {
            OrderList list = OrderList.parse(bytes);
            if (!OrderList.parse(list.encode()).equals(list)) {
                throw new AssertionError("writing and reading changed the orders");
            }
        } catch (OrderException malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }

    @FuzzTest
    void answers(byte[] bytes) {
        try {
            UserAnswer answer = UserAnswer.parse(bytes);
            if (!UserAnswer.parse(answer.encode()).equals(answer)) {
                throw new AssertionError("writing and reading changed the answer");
            }
        } catch (OrderException malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }

    @FuzzTest
    void reports(byte[] bytes) {
        try {
            OrderReport report = OrderReport.parse(bytes);
            if (!OrderReport.parse(report.encode()).equals(report)) {
                throw new AssertionError("writing and reading changed the report");
            }
        } catch (OrderException malformed) {
            if (malformed.path().isEmpty()) {
                throw new AssertionError("malformed without a place", malformed);
            }
        }
    }
}
