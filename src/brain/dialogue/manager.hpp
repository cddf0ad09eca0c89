// The state of one dialogue and the rules that move it. Private to this room: the way in is Dialogue.
//
//   manager.cpp           what comes in, and the agenda of requests
//   manager_heard.cpp     a turn of the caller: what holds whatever was asked, and the requests in it
//   manager_open.cpp      what comes to an open question, and after an answer
//   manager_answers.cpp   what comes to a question for a value, a yes, a change
//   manager_doubt.cpp     what is probably meant, and questions that were put off
//   manager_correction.cpp  what was said before and is put right
//   manager_tools.cpp     tools: calling them, and what their answers mean
//   manager_identity.cpp  verifying who is calling
//   manager_handover.cpp  a person, a call-back, emergencies, other languages
//   manager_desks.cpp     which agent talks, and hand-overs among them
//   manager_documents.cpp questions that only the plan documents answer
//   manager_repair.cpp    silence, keys, again and louder, what was not understood
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "brain/dialogue/cues.hpp"
#include "brain/dialogue/desks.hpp"
#include "brain/dialogue/dialogue.hpp"
#include "brain/dialogue/identity_form.hpp"
#include "brain/dialogue/reply.hpp"
#include "brain/dialogue/request.hpp"
#include "brain/dialogue/wording.hpp"
#include "conversation/identity.hpp"

namespace attendant::brain {

class Dialogue::Manager {
 public:
  Manager(DialogueOptions options, const tools::Catalogue& tools, agents::TeamPtr team)
      : options_(std::move(options)),
        tools_(tools),
        desks_(std::move(team), options_.company, options_.office_hours),
        requests_(tools) {}

  std::vector<conversation::Act> step(const Input& input);
  bool ended() const { return ended_; }
  conversation::Asked asked() const { return reply_.listen().asked; }
  void skip_tool_ids_of(const Manager& copy) { reply_.skip_tool_ids_of(copy.reply_); }

 private:
  // What the caller's next words answer.
  enum class Awaiting {
    nothing,  // a tool runs, or the call is over
    open,
    anything_else,
    identity,      // form_slot_
    doubt,         // a read-back of an id
    need,          // current().need
    confirmation,  // yes or no to a write
    change,        // what to correct in it
    guess,         // whether guessed_ is what was meant
    offer_person,
    offer_appeal,
  };
  enum class Purpose { request, given_up, verification, aside };

  // Confidence from which a meaning is acted upon without a second sign of it.
  static constexpr float kSure = 0.5F;

  // A question that nobody answered, while a person is offered instead.
  struct PutOff {
    Awaiting awaiting;
    std::string question;
    conversation::Listen listen;
  };

  // What to do when the plan documents do not answer.
  struct Lookup {
    bool out_of_scope = false;       // it is nothing that we do; else nothing that we understood
    std::vector<Request> instead{};  // what else it may have meant
    Awaiting awaiting = Awaiting::open;
  };

  // One turn of the caller, with what several rules ask of it.
  struct Turn {
    const understanding::Understanding& meant;
    std::string_view text;
    float confidence;
    Cues cues;
    const understanding::Understanding* after_no;  // null: no "no", or one that is read with the rest
    const PutRight* put_right = nullptr;           // null: nothing is put right

    bool has(understanding::Intent intent) const;
    bool has_task() const;
    bool takes_leave() const;  // and wants nothing more
  };

  // ---- manager.cpp
  void start(const conversation::Started& started);
  bool takes_up(const Input& input);  // after the goodbye: false when there is nothing but leave to take
  void proceed();                     // goes on with what is open; asks for more when nothing is
  void ask(Awaiting awaiting, std::string question, conversation::Listen listen);
  void ask(Awaiting awaiting, Line line, conversation::Asked asked);
  void ask_again();  // the outstanding question in the same words
  void queue(Request request);
  void goodbye();
  void end(std::string reason);
  void say(Line line, conversation::SayKind kind = conversation::SayKind::answer, bool interruptible = true);
  unsigned variant() { return variant_++; }

  // ---- manager_heard.cpp
  void hear(const HeardTurn& heard);
  void hear_awaited(const Turn& turn);
  bool steers(const Turn& turn);  // emergency, person, language, again, wait: handled whatever was asked
  bool gives_needed_text(const Turn& turn);  // the city, street or email address that was asked for
  void notice_caller(const Turn& turn);
  void hear_while_busy(const Turn& turn);
  understanding::Understanding as_identity(understanding::Understanding meant) const;
  bool take_requests(const Turn& turn);  // tasks to the agenda; true when there was one
  std::vector<Request> requests_of(const Turn& turn) const;
  bool take_asides(
      const Turn& turn);  // complaint, small talk, what we do not do; true when something was said
  bool hear_aside(const Turn& turn);  // in place of an answer: what was asked is asked again

  // ---- manager_open.cpp
  void hear_open(const Turn& turn);
  bool follows_up(const Turn& turn);
  bool questions_the_answer(const Turn& turn);
  // "and the one in July", "no, the x-ray": the last request for another thing.
  bool refers_back(const understanding::Understanding& meant, std::string_view text);
  void hear_no_more(const Turn& turn);  // a no after an answer, with whatever follows it

  // ---- manager_answers.cpp
  void hear_need(const Turn& turn);
  void hear_confirmation(const Turn& turn);
  void hear_change(const Turn& turn);
  void hear_offer(const Turn& turn);

  // ---- manager_doubt.cpp
  bool doubts_what_was_meant(const Turn& turn);  // true when the caller was asked instead
  void hear_guess(const Turn& turn);
  static bool surely_asks(const Turn& turn);  // a task, without doubt
  bool mutters(const Turn& turn) const;       // to themselves, while they look for something
  bool answers_put_off(const Turn& turn);
  void resume_put_off();

  // ---- manager_correction.cpp
  // What was said before the question that is open; true when it was changed, and what is next is said.
  bool puts_right(const Turn& turn);
  bool answers_identity(const Turn& turn) const;
  bool puts_birth_date_right(const Turn& turn);
  bool puts_member_id_right(const Turn& turn);
  bool puts_value_right(const Turn& turn);
  bool puts_request_right(const Turn& turn);
  bool puts_answered_right(const Turn& turn);  // after the answer: "actually, the one of August"
  bool may_begin_anew() const;
  void drop_running();

  // ---- manager_tools.cpp
  Request& current();  // there must be one
  const Request& current() const;
  std::uint32_t call_tool(const std::string& tool, boost::json::object arguments, bool confirmed);
  void run_current(bool confirmed = false);
  void finish(const conversation::ToolDone& done);
  void finish_request(const ToolAnswer& answer);
  void answered(const ToolAnswer& answer);
  void needs(const ToolAnswer& answer);
  void ask_need(const std::vector<std::string>& say);
  void remember_topic(const ToolAnswer& answer);
  conversation::Listen listening_for_need() const;
  Line question_for_need() const;

  // ---- manager_identity.cpp
  void begin_identity(const std::string& level);
  void hear_identity(const Turn& turn);
  void continue_identity();
  void ask_slot(IdentityForm::Slot slot);
  void verify();
  void finish_verification(const ToolAnswer& answer);
  bool verified_for(const std::string& level) const;

  // ---- manager_handover.cpp
  void hand_over(std::string_view why);
  void transfer(std::string target, std::string report);
  bool hear_handing_over(const Turn& turn);  // false: the caller wants something else after all
  void offer_callback(Line line);
  void finish_transfer(const conversation::TransferDone& done);
  void emergency(const Turn& turn);
  void change_language(const Turn& turn);
  std::string summary(std::string_view why) const;

  // ---- manager_desks.cpp
  void begin_at_desk();                      // the answering agent's greeting and voice
  bool reach_desk(const std::string& tool);  // hands over to who has it; false: nobody has
  void go_to_desk(std::span<const agents::HandOver* const> way, std::string_view why);
  bool asks_for_desk(const Turn& turn);  // "the billing department, please"
  std::string words(Line line, unsigned variant = 0, Fill fill = {}) const;
  void set_voice();

  // ---- manager_documents.cpp
  bool looks_in_documents(const Turn& turn, Lookup otherwise);
  bool finish_lookup(const ToolAnswer& answer);  // true: it is dealt with
  void turn_away(bool out_of_scope);

  // ---- manager_repair.cpp
  void keyed(const conversation::Keyed& keyed);
  void silence(const conversation::Silence& silence);
  void again(const Turn& turn);
  void wait();
  void not_understood();

  DialogueOptions options_;
  const tools::Catalogue& tools_;
  Desks desks_;
  Requests requests_;
  Reply reply_;
  conversation::Identity identity_;
  bool office_open_ = true;
  bool transfer_failed_ = false;
  bool ended_ = false;
  std::string end_reason_;
  bool unheard_ = false;         // the question was broken off before the caller could know what it asks
  bool answer_unheard_ = false;  // and so was what was to be said before it
  bool yes_doubted_ = false;     // a yes to it was asked for once more
  bool wrote_ = false;           // the last answer was of a write
  std::optional<conversation::Transfer> handing_over_;  // announced; goes out when that was said
  bool leaving_ = false;                                // goodbye was said together with a request

  Awaiting awaiting_ = Awaiting::nothing;
  std::optional<Request> current_;
  std::deque<Request> agenda_;
  Topic topic_;
  understanding::Intent topic_intent_ = understanding::Intent::out_of_scope;
  std::map<std::uint32_t, Purpose> running_;

  IdentityForm form_;
  IdentityForm::Slot form_slot_ = IdentityForm::Slot::member_id;
  std::string wanted_level_;
  int slot_asked_ = 0;  // how often form_slot_ was asked
  int failed_verifications_ = 0;

  int not_understood_ = 0;   // in a row, for the question that is open
  int patience_ = 0;         // long silences that are let pass after "hold on"
  int silences_passed_ = 0;  // of those in a row
  std::vector<Request> guessed_;
  std::optional<PutOff> put_off_;
  std::optional<Lookup> lookup_;
  std::string name_;   // of the verified caller, until it was said once
  float rate_ = 1.0F;  // as the caller asked for; the agent's own comes on top
  float level_ = 1.0F;
  unsigned variant_ = 0;
  std::vector<std::string> asked_about_;  // intents of the call, for whoever takes over
};

}  // namespace attendant::brain
