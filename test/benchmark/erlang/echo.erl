%% A gen_server that sends back what it is asked, on one scheduler, and one process on the other that keeps so many
%% requests in flight and checks each answer. Prints one line of JSON.
-module(echo).
-behaviour(gen_server).
-export([main/1, init/1, handle_call/3, handle_cast/2]).

init([]) -> {ok, none}.

%% The fields are looked at here and there, as the Schema does.
handle_call({Id, Name, Value} = Message, _From, State) when is_integer(Id), is_binary(Name), is_float(Value) ->
    {reply, Message, State}.

handle_cast(_Message, State) -> {noreply, State}.

main([InFlight, WarmUp, Measured]) ->
    [Count, WarmUpMillis, Millis] = [list_to_integer(atom_to_list(A)) || A <- [InFlight, WarmUp, Measured]],
    Parent = self(),
    %% Bound to schedulers: a ping to oneself is something else. Linked: what fails ends all of it.
    proc_lib:spawn_opt(fun() -> serve(Parent) end, [link, {scheduler, 2}]),
    Server = receive {server, Pid} -> Pid end,
    proc_lib:spawn_opt(fun() -> call(Parent, Server, Count, WarmUpMillis, Millis) end, [link, {scheduler, 1}]),
    receive {figures, Json} -> io:put_chars(Json) end,
    halt(0).

serve(Parent) ->
    Parent ! {server, self()},
    gen_server:enter_loop(?MODULE, [], none).

call(Parent, Server, Count, WarmUpMillis, Millis) ->
    {Next, Waiting} = lists:foldl(fun(Id, {_, All}) -> {Id + 1, ask(Server, Id, All)} end, {0, #{}}, lists:seq(0, Count - 1)),
    {_, Warm, Left, _} = loop(Server, Next, Waiting, 0, #{}, until(WarmUpMillis)),
    Before = processor(),
    Begun = erlang:monotonic_time(nanosecond),
    {Jobs, _, _, Latencies} = loop(Server, Warm, Left, 0, #{}, until(Millis)),
    Nanos = erlang:monotonic_time(nanosecond) - Begun,
    After = processor(),
    Figures = [Jobs, Nanos / 1.0e6, (After - Before), percentile(0.5, Jobs, Latencies), percentile(0.99, Jobs, Latencies),
               rss(), processor()],
    Format = "{\"jobs\":~w,\"millis\":~w,\"cpuMicros\":~w,\"p50Micros\":~w,\"p99Micros\":~w,"
             "\"rssBytes\":~w,\"totalCpuMicros\":~w}~n",
    Parent ! {figures, io_lib:format(Format, Figures)}.

until(Millis) -> erlang:monotonic_time(nanosecond) + Millis * 1000000.

message(Id) -> {Id, <<"job-", (integer_to_binary(Id rem 1000))/binary>>, Id * 0.5}.

%% What gen_server:send_request does, with the time beside it.
ask(Server, Id, Waiting) ->
    Message = message(Id),
    Reference = make_ref(),
    Server ! {'$gen_call', {self(), Reference}, Message},
    Waiting#{Reference => {Message, erlang:monotonic_time(nanosecond)}}.

loop(Server, Id, Waiting, Jobs, Latencies, End) ->
    receive
        {Reference, Answer} ->
            %% Fails where it is not the echo.
            {{Answer, Sent}, Others} = maps:take(Reference, Waiting),
            Now = erlang:monotonic_time(nanosecond),
            Bucket = (Now - Sent) div 100,
            Counted = maps:update_with(Bucket, fun(N) -> N + 1 end, 1, Latencies),
            case Now < End of
                true -> loop(Server, Id + 1, ask(Server, Id, Others), Jobs + 1, Counted, End);
                false -> {Jobs + 1, Id + 1, ask(Server, Id, Others), Counted}
            end
    end.

percentile(Fraction, Jobs, Latencies) -> percentile(Fraction * Jobs, lists:sort(maps:to_list(Latencies))).

percentile(_, [{Bucket, _}]) -> (Bucket + 1) * 0.1;
percentile(Rank, [{Bucket, Count} | _]) when Count >= Rank -> (Bucket + 1) * 0.1;
percentile(Rank, [{_, Count} | Rest]) -> percentile(Rank - Count, Rest).

%% User and system time of all threads of this process, in microseconds.
processor() ->
    {ok, Bytes} = file:read_file("/proc/self/stat"),
    [_, Rest] = binary:split(Bytes, <<") ">>),
    Fields = binary:split(Rest, <<" ">>, [global]),
    (binary_to_integer(lists:nth(12, Fields)) + binary_to_integer(lists:nth(13, Fields))) * 10000.

rss() ->
    {ok, Bytes} = file:read_file("/proc/self/statm"),
    [_, Pages | _] = binary:split(Bytes, <<" ">>, [global]),
    binary_to_integer(Pages) * 4096.
