using System.Net;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.RequestBudget;
using Microsoft.Extensions.Options;

namespace EdgarApi.Sec.Live;

/// <summary>
/// Keeps the SEC's rules for every attempt, retries included: waits for its turn, makes everybody pause when the SEC refuses, and reads the body within
/// bounds here, so that one that is cut off counts as a failed attempt and is tried again.
/// </summary>
internal sealed class SecRulesHandler(ISecRequestBudget budget, IOptions<SecOptions> options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await budget.WaitAsync(cancellationToken).ConfigureAwait(false);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden)
            await budget.PauseAsync(Pause(response), cancellationToken).ConfigureAwait(false);
        await BufferAsync(response, cancellationToken).ConfigureAwait(false);
        return response;
    }

    /// <summary>How long the SEC wants quiet.</summary>
    internal TimeSpan Pause(HttpResponseMessage response) => RetryAfter(response) ?? options.Value.RefusalPause;

    internal static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when response.Headers.Date is { } now => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    private async Task BufferAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (content, max) = (response.Content, options.Value.MaxAnswerLength);
        if (content.Headers.ContentLength > max) throw TooLarge(response, max);
        var buffer = new MemoryStream((int)(content.Headers.ContentLength ?? 0));
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var chunk = new byte[81_920];
            for (int read; (read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (buffer.Length + read > max) throw TooLarge(response, max);
                buffer.Write(chunk, 0, read);
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, $"The answer of {response.RequestMessage?.RequestUri} was cut off or damaged.", error);
        }

        response.Content = new ByteArrayContent(buffer.GetBuffer(), 0, (int)buffer.Length);
        response.Content.Headers.LastModified = content.Headers.LastModified;
        content.Dispose();
    }

    private static SecDataException TooLarge(HttpResponseMessage response, int max)
    {
        var address = response.RequestMessage!.RequestUri!.ToString();
        response.Dispose();
        return new SecDataException(address, $"is larger than the {max} bytes that are read");
    }
}
