package org.annals.cli;

import java.io.IOException;
import org.annals.api.ApiAnswer;
import org.annals.api.ApiRequest;
import org.annals.api.PatchworkApi;
import org.annals.web.Annex;

/// Patchwork's interface beside the pages.
record PatchworkAnnex(PatchworkApi api) implements Annex {
  @Override
  public boolean owns(String path) {
    return PatchworkApi.owns(path);
  }

  @Override
  public Reply answer(Question question) throws IOException {
    ApiAnswer answer =
        api.answer(
            new ApiRequest(
                question.method(),
                question.path(),
                question.query(),
                question.base(),
                question.authorization(),
                question.contentType(),
                question.body()));
    return new Reply(answer.status(), answer.headers(), answer.body()::writeTo);
  }
}
