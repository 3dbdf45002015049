/** The body that many of the corpus's mails share. */
const FUSCE = `Fusce bibendum, quam hendrerit sagittis tempor, dui turpis tempus erat, pharetra sodales ante sem sit amet metus.
Nulla malesuada, orci non vulputate lobortis, massa felis pharetra ex, convallis consectetur ex libero eget ante.
Nam vel turpis posuere, rhoncus ligula in, venenatis orci. Duis interdum venenatis ex a rutrum.
Duis ut libero eu lectus consequat consequat ut vel lorem. Vestibulum convallis lectus urna,
et mollis ligula rutrum quis. Fusce sed odio id arcu varius aliquet nec nec nibh.`;
const LOREM = `Lorem ipsum dolor sit amet, consectetur adipisicing elit, sed do eiusmod
tempor incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam,
quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo
consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse
cillum dolore eu fugiat nulla pariatur. Excepteur sint occaecat cupidatat non
proident, sunt in culpa qui officia deserunt mollit anim id est laborum.`;
const ALL_FUSCE = [
  ...['10', '11', '12', '13', '14', '15', '16', '17', '18', '22', '23', '24', '25', '26', '7', '8', '9'],
  ...['danish_dash_separator', 'en_multiline_2', 'finnish', 'fr_multiline', 'french_2', 'french_dash_separator'],
  ...['german', 'german_2', 'german_3', 'german_outlook', 'gmail_split_line_from', 'ios_outlook', 'ios_outlook_fr'],
  ...['italian', 'msn', 'norwegian_gmail', 'original_message', 'original_message_2', 'outlook_split_line_from'],
  ...['portuguese', 'russian', 'tricky_10_special_chars_in_name', 'tricky_12_no_space_after_header'],
  ...['tricky_14_long_quote_header', 'tricky_15_original_message_variations', 'tricky_5_mixed_languages'],
];

/**
 * What a person wrote in each mail of the corpus, as we read it: without what is quoted, without the name and the
 * greeting at the end, without the notes of phones, lists and lawyers. Line breaks are as they stand there, runs of blank
 * ones do not count.
 */
export const REPLIES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(ALL_FUSCE.map((name) => [`email_${name}`, FUSCE])),
  correct_sig: 'this is an email with a correct -- signature.',
  sig_no_empty_line: 'this is an email with a signature with no empty line above.',
  email_1: `Hi folks

What is the best way to clear a Riak bucket of all key, values after
running a test?
I am currently using the Java HTTP API.`,
  email_19: 'On Thursday, I get proper rendering.',
  email_2: `Hi,
You can list the keys for the bucket and call delete for each. Or if you
put the keys (and kept track of them in your test) you can delete them
one at a time (without incurring the cost of calling list first.)

Something like:

        String bucket = "my_bucket";
        BucketResponse bucketResponse = riakClient.listBucket(bucket);
        RiakBucketInfo bucketInfo = bucketResponse.getBucketInfo();

        for(String key : bucketInfo.getKeys()) {
            riakClient.delete(bucket, key);
        }

would do it.

See also

http://wiki.basho.com/REST-API.html#Bucket-operations

which says

"At the moment there is no straightforward way to delete an entire
Bucket. There is, however, an open ticket for the feature. To delete all
the keys in a bucket, you’ll need to delete them all individually."`,
  email_20: 'On Thursday.',
  email_21: Array(70).fill(`On Thursday:\n\n${LOREM}`).join('\n\n'),
  email_2_1: 'Outlook with a reply',
  email_3: 'Oh thanks.\n\nHaving the function would be great.',
  email_4: "Awesome! I haven't had another problem with it.",
  email_5: `One: Here's what I've got.

- This would be the first bullet point that wraps to the second line
to the next
- This is the second bullet point and it doesn't wrap
- This is the third bullet point and I'm having trouble coming up with enough
to say
- This is the fourth bullet point

Two:
- Here is another bullet point
- And another one

This is a paragraph that talks about a bunch of stuff. It goes on and on
for a while.`,
  email_6: 'I get proper rendering as well.',
  email_blackberry: 'Here is another email',
  email_bullets: `test 2 this should list second

and have spaces

and retain this formatting

   - how about bullets
   - and another`,
  email_custom_quote_header: 'Thank you!',
  email_customer_quote_header_2: 'Thank you very much.',
  email_customer_quote_header_3: "bonjour,\nje n'ai pas eu de retour sur ma précision..\nmerci d'avance",
  email_emoji: '🎉',
  email_iphone: 'Here is another email',
  email_multi_word_sent_from_my_mobile_device: 'Here is another email',
  email_not_a_signature: `Dear XXXXX:

This is a reminder that the following services in your account 'XXXXXXXXXX' are scheduled to expire soon and will be discontinued:

Service Expire Date Description
--------------------------------------------------------------
Registration Jun 27, 2018 github.com
Registration Jun 27, 2018 twitter.com
Registration Jun 27, 2018 facebok.com

All dates are in MMM DD, YYYY format.

If you have any questions, please reply to this e-mail. Thank you for using our domain name services.`,
  email_not_a_signature_2: `Hello,

I'm writing you because of:
-- first point needs to be checked
-- second point needs to be checked
-- and also third point needs to be checked

I hope you can check it

Thanks!`,
  email_one_is_not_on: `Thank, this is really helpful.

One outstanding question I had:

Locally (on development), when I run...`,
  email_reply_header: `This is the latest reply.

The thread contains two previous replies, and the most recent reply header has a line break in it.

If we don't patch the line break, the reply header ends up in THIS fragment, instead of in the quoted fragment.

On the one hand, there could be a line in the reply starting with the word 'On.'

On the other hand, it could happen TWICE!`,
  email_sent_from: 'Hi it can happen to any texts you type, as long as you type in between words or paragraphs.',
  email_sent_from_my_not_signature: 'Here is another email\n\nSent from my desk, is much easier then my mobile phone.',
  email_thread: 'This is new email reply in thread from bellow.',
  email_tricky_11_double_signature: 'Thanks for your help!',
  email_tricky_13_timestamp_variations: `Here are different timestamp formats that might cause issues:

2024-01-15 14:30:25
2024/01/15 14:30:25
15.01.2024 14:30
01/15/2024 at 2:30 PM
Jan 15, 2024 at 14:30

All of these are just examples in my content, not quote headers.`,
  email_tricky_16_unicode_signatures: 'Thanks for the update!',
  email_tricky_17_forward_header: 'See the forwarded message below.',
  email_tricky_18_inline_reply: `I think option A is great.

Option B has some drawbacks.

Option C is not suitable for our use case.`,
  email_tricky_19_quote_without_header: `I wanted to respond to your points:

My response to the quoted text above.

And my final thoughts.`,
  email_tricky_1_on_false_positive: `On the surface, this looks like a quote header but it's not.

On the other hand, we should be careful about edge cases.
On average, this parser works well.

On a separate note, I wanted to mention that performance is great.`,
  email_tricky_20_html_entities: `The data should be &gt; 100 and &lt; 200.

We need to ensure that &amp; symbols are handled correctly.`,
  email_tricky_2_url_with_wrote: `Hi there,

Check out this article about email parsing: https://example.com/blog/on-date-someone-wrote-about-parsing

It's really interesting how they handled the case where URLs contain patterns like "wrote:" in them.`,
  email_tricky_3_code_block: `Here's the code that's causing issues:

\`\`\`
function sendEmail() {
  // Sent from my custom mailer
  return mailer.send({
    signature: '--\\nJohn Doe'
  });
}
\`\`\`

Notice how the code contains signature-like patterns that shouldn't be detected as actual signatures.`,
  email_tricky_4_from_in_body: `I need to parse emails that come from: john@example.com and from: jane@example.com

The data comes From: our database, not From: external sources.

This is the actual message content.`,
  email_tricky_6_regards_in_sentence: `I wanted to discuss the issue with regards to the payment processing system.

As regards the timeline, we should be done by Friday.

In this regards we need to be careful.

This is the actual content that should be visible.`,
  email_tricky_7_multiple_dashes: `Here is my analysis:

## Key Points
----

1. Performance improved by 50%
2. Memory usage reduced

----

The dashes above are markdown formatting, not signatures.

====

Also these equal signs are just separators in my content.`,
  email_tricky_8_sent_from_in_content: `The notification was sent from my iPhone app to all users.

This email was sent from our automated system, not Sent from my iPad.

All messages are sent from the main server.`,
  email_tricky_9_nested_quotes: 'I agree with the points below.',
  email_unquoted_reply: 'This is my reply.',
  // In these two the head of the quote is left out; where the text ends, the words say.
  email_with_date_headers: 'Thank you very much.',
  email_with_from_headers: '',
  email_with_regards: 'Hi,\n\nI still have the same problem....\n\nCan you help?',
  email_zoho: 'What is the best way to clear a Riak bucket of all key, values after\nrunning a test?',
};
