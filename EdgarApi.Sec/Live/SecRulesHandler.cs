using System.Net;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.RequestBudget;
using Microsoft.Extensions.Options;

namespace EdgarApi.Sec.Live;

/// <summary>
/// Enforces the SEC's rules for every attempt, including retries: waits for the shared rate limit, pauses all processes after a rejection,
/// and buffers the body with a size limit, so that a truncated one counts as a failed attempt and is retried.
/// </summary>
internal sealed class SecRulesHandler(ISecRequestBudget budget, AnswerBuffer buffer, IOptions<SecOptions> options)
    : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await budget.WaitAsync(cancellationToken).ConfigureAwait(false);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden)
            await budget.PauseAsync(GetPause(response), cancellationToken).ConfigureAwait(false);
        await BufferAsync(response, cancellationToken).ConfigureAwait(false);
        return response;
    }

    /// <summary>The length of the pause after a rejection.</summary>
    internal TimeSpan GetPause(HttpResponseMessage response) => GetRetryAfter(response) ?? options.Value.RefusalPause;

    internal static TimeSpan? GetRetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when response.Headers.Date is { } now => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    private async Task BufferAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (content, max) = (response.Content, options.Value.MaxAnswerLength);
        if (content.Headers.ContentLength > max) throw TooLarge(response, max);
        byte[]? body;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            body = await buffer.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new HttpRequestException(
                HttpRequestError.ResponseEnded, $"The response from {response.RequestMessage?.RequestUri} was truncated or damaged.",
                    error);
        }

        response.Content = body is null ? throw TooLarge(response, max) : new BufferedContent(body);
        response.Content.Headers.LastModified = content.Headers.LastModified;
        content.Dispose();
    }

    private static SecDataException TooLarge(HttpResponseMessage response, int max)
    {
        var address = response.RequestMessage!.RequestUri!.ToString();
        response.Dispose();
        return new SecDataException(address, $"is larger than the maximum of {max} bytes");
    }
}
