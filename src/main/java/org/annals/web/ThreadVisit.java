package org.annals.web;

import java.util.List;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.jspecify.annotations.Nullable;

/// A visit to a conversation or to a message in it: what was asked for, what is
/// around, and where new mail is announced.
record ThreadVisit(
    Visit visit,
    Scope scope,
    Conversation conversation,
    Posting requested,
    List<Posting> sameSubject,
    @Nullable Route live) {}
