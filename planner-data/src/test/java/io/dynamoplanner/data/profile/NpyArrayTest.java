package io.dynamoplanner.data.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.engine.ProfileException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyArrayTest {
    private static final Path FILE = Path.of("raw_data.npz");

    private static NpyArray parse(byte[] npy) {
        return NpyArray.parse(FILE, "z_itl", npy);
    }

    @ParameterizedTest
    @CsvSource({
        "<f8, 000000000000f83f, 1.5",
        ">f8, 3ff8000000000000, 1.5",
        "=f8, 000000000000f83f, 1.5",
        "<f4, 0000c0bf, -1.5",
        ">f4, bfc00000, -1.5",
        "<f2, 003c, 1",
        ">f2, c000, -2",
        "<f2, 0100, 5.960464477539063E-8",
        "<f2, ff7b, 65504",
        "<f2, 007c, Infinity",
        "<f2, 007e, NaN",
        "|i1, ff, -1",
        "|u1, ff, 255",
        "<i2, feff, -2",
        ">u2, fffe, 65534",
        "<i4, ffffff7f, 2147483647",
        ">i4, 80000000, -2147483648",
        "<u4, ffffffff, 4294967295",
        "<i8, 856b0e0000000000, 945029",
        ">i8, ffffffffffffffff, -1",
        "<u8, ffffffffffffffff, 18446744073709551615",
        "<u8, 0100000000000080, 9223372036854775808",
        "|b1, 01, 1",
        "|b1, 00, 0",
    })
    void everyElementTypeOfNumbersIsRead(String type, String hex, Double expected) {
        NpyArray array = parse(Npy.array(type, "(1,)", HexFormat.of().parseHex(hex)));
        assertThat(array.numbers()).containsExactly(expected);
        assertThat(array.shape()).containsExactly(1);
        assertThat(array.isText()).isFalse();
    }

    @Test
    void textIsReadWithoutItsPadding() {
        byte[] vllm = "vllm\0\0".getBytes(Charset.forName("UTF-32LE"));
        assertThat(parse(Npy.array("<U6", "(1,)", vllm)).text(0)).isEqualTo("vllm");
        byte[] two = "abé".getBytes(Charset.forName("UTF-32BE"));
        assertThat(parse(Npy.array(">U1", "(3,)", two)).text(2)).isEqualTo("é");
        assertThat(parse(Npy.array("|S3", "(2,)", new byte[] {'h', 0, 0, 'x', 'y', 'z'}))
                        .text(1))
                .isEqualTo("xyz");
        assertThatThrownBy(
                        () -> parse(Npy.array("|S1", "(1,)", new byte[] {'a'})).number(0))
                .isInstanceOf(ProfileException.class)
                .hasMessage("raw_data.npz: array z_itl holds text; numbers are expected");
    }

    @Test
    void numbersAreComparableAsText() {
        assertThat(parse(Npy.list(128)).text(0)).isEqualTo("128");
        assertThat(parse(Npy.list(0.5)).text(0)).isEqualTo("0.5");
    }

    @Test
    void bothStorageOrdersGiveRowOrder() {
        byte[] data = {1, 2, 3, 4, 5, 6};
        String header = "{'descr': '|u1', 'fortran_order': %s, 'shape': (2, 3)}";
        NpyArray rows = parse(Npy.array(1, header.formatted("False"), data));
        NpyArray columns = parse(Npy.array(1, header.formatted("True"), data));
        assertThat(rows.numbers()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(columns.numbers()).containsExactly(1, 3, 5, 2, 4, 6);
        assertThat(columns.shape()).isEqualTo(List.of(2, 3));
    }

    @Test
    void versionsShapesAndOldSpellingsAreRead() {
        byte[] one = {7};
        for (int version = 1; version <= 3; version++) {
            String header = "{'shape': (1L,), 'fortran_order': False, 'descr': '|u1', }";
            assertThat(parse(Npy.array(version, header, one)).number(0)).isEqualTo(7);
        }
        NpyArray single = parse(Npy.array("|u1", "()", one));
        assertThat(single.shape()).isEmpty();
        assertThat(single.numbers()).containsExactly(7);
        assertThat(parse(Npy.array("|u1", "(0,)", new byte[0])).size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "|O ; (1,) ~ element type |O",
                "<c16 ; (1,) ~ element type <c16",
                "<f16 ; (1,) ~ element type <f16",
                "<M8[ns] ; (1,) ~ element type <M8[ns]",
                "<U99999 ; (1,) ~ element type <U99999",
                "<f8 ; (1, 1, 1) ~ more than two dimensions",
                "<f8 ; (2,) ~ has 8 bytes of data where shape [2] of <f8 needs 16",
                "<f4 ; (1,) ~ has 8 bytes of data where shape [1] of <f4 needs 4",
                "<f8 ; (1048577,) ~ claims a dimension of 1048577",
                "<f8 ; (99999999999999999999,) ~ claims a dimension of 99999999999999999999",
                "<f8 ; (1000000, 1000000) ~ claims 1000000000000 elements",
                "<f8 ; (-1,) ~ has a damaged header",
                "<f8 ; 5 ~ has a damaged header",
            })
    void whatCannotBeReadIsNamedWithArrayAndType(String array, String expected) {
        List<String> parts = List.of(array.split(";", -1));
        byte[] npy = Npy.array(parts.get(0).strip(), parts.get(1).strip(), new byte[8]);
        assertThatThrownBy(() -> parse(npy))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith("raw_data.npz: array z_itl ")
                .hasMessageContaining(expected);
    }

    @Test
    void structuredTypesAndStrangeFilesAreRefused() {
        byte[] structured =
                Npy.array(1, "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }", new byte[8]);
        assertThatThrownBy(() -> parse(structured))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("element type [(a, <f8)]");
        assertThatThrownBy(() -> parse(Npy.array(4, "{}", new byte[0])))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("unknown format version 4");
        assertThatThrownBy(() -> parse("hello, world".getBytes(Charset.forName("US-ASCII"))))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("is no NumPy array");
        assertThatThrownBy(() -> parse(new byte[0])).isInstanceOf(ProfileException.class);
    }
}
