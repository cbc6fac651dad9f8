package org.tabularium.app.readings;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The parameters of {@link Digits}, for the OpenAPI document. */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
    name = "digits",
    in = ParameterIn.QUERY,
    description = "corrected by people (the default), or read: as they were read")
@Parameter(
    name = "labels",
    in = ParameterIn.QUERY,
    description =
        "the number of the last change of labels that counts, as provenance and permanent links"
            + " name it; all, if left out")
public @interface WhichDigits {}
