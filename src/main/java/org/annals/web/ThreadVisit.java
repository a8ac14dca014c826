package org.annals.web;

import java.util.List;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.MessageId;

/// A visit to a conversation or to a message in it: what was asked for, and what is around.
record ThreadVisit(
    Visit visit,
    Scope scope,
    Conversation conversation,
    MessageId requested,
    List<Posting> sameSubject) {}
