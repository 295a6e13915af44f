package io.dynamoplanner.data.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;

/** The arrays of one part of a profile, by name, however they are stored. */
sealed interface ProfileArrays {
    Path file();

    /** The values of a list. */
    double[] vector(String name);

    /** A single value. */
    double scalar(String name);

    /** Flat arrays of a profile directory. A single value may be an array of one. */
    record Npz(NpzFile npz) implements ProfileArrays {
        @Override
        public Path file() {
            return npz.file();
        }

        @Override
        public double[] vector(String name) {
            NpyArray array = npz.get(name);
            if (array.shape().size() != 1) {
                String remedy = array.shape().size() == 2
                        ? "a list is expected; is this a pre-swept file with a row per configuration?"
                        : "a list is expected; profile again";
                throw Faults.array(file(), name, "has the shape " + array.shape() + "; " + remedy);
            }
            return array.numbers();
        }

        @Override
        public double scalar(String name) {
            NpyArray array = npz.get(name);
            if (array.shape().size() > 1 || array.size() != 1) {
                throw Faults.array(file(), name, "has the shape " + array.shape() + "; one value is expected");
            }
            return array.number(0);
        }
    }

    /** JSON lists; a single value must be a plain number, as the reference demands. */
    record Json(Path file, JsonNode object) implements ProfileArrays {
        @Override
        public double[] vector(String name) {
            JsonNode list = get(name);
            if (!list.isArray()) {
                throw Faults.array(file, name, "is no list; write it as a JSON list of numbers");
            }
            double[] values = new double[list.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = number(name + "[" + i + "]", list.get(i));
            }
            return values;
        }

        @Override
        public double scalar(String name) {
            JsonNode value = get(name);
            if (value.isArray()) {
                throw Faults.array(file, name, "is a list; write it as a plain number");
            }
            return number(name, value);
        }

        private JsonNode get(String name) {
            return Optional.ofNullable(object.get(name))
                    .orElseThrow(() -> Faults.array(file, name, "is missing; profile again"));
        }

        private double number(String where, JsonNode value) {
            if (!value.isNumber()) {
                throw Faults.array(file, where, "is " + value + "; a number is expected");
            }
            return value.asDouble();
        }
    }

    /** One row of every array, for a file with a row per configuration. */
    record Row(NpzFile npz, int row) implements ProfileArrays {
        @Override
        public Path file() {
            return npz.file();
        }

        @Override
        public double[] vector(String name) {
            NpyArray array = npz.get(name);
            if (array.shape().isEmpty() || row >= array.shape().get(0)) {
                throw Faults.array(
                        file(), name, "has the shape " + array.shape() + " and so no row " + row + "; sweep again");
            }
            int columns = array.size() / array.shape().get(0);
            double[] values = new double[columns];
            for (int i = 0; i < columns; i++) {
                values[i] = array.number(row * columns + i);
            }
            return values;
        }

        @Override
        public double scalar(String name) {
            double[] values = vector(name);
            if (values.length != 1) {
                throw Faults.array(
                        file(), name, "has " + values.length + " values in row " + row + "; one is expected");
            }
            return values[0];
        }
    }
}
